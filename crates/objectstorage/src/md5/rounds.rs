//! The rounds of MD5 (RFC 1321), of eight lanes at a time.

use super::vectors::Eight;
use super::{Block, Words};

/// As many lanes as there are.
pub(super) const WIDTH: usize = 8;

/// The constants of each round, four by four: the sines of the steps' numbers.
const SINES: [[[u32; 4]; 4]; 4] = [
    [
        [0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee],
        [0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501],
        [0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be],
        [0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821],
    ],
    [
        [0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa],
        [0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8],
        [0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed],
        [0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a],
    ],
    [
        [0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c],
        [0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70],
        [0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05],
        [0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665],
    ],
    [
        [0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039],
        [0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1],
        [0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1],
        [0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391],
    ],
];

/// Takes the next blocks of each lane: of all as many as of the one that has the fewest.
pub(super) fn compress(state: [Words; WIDTH], data: [&[Block]; WIDTH]) -> [Words; WIDTH] {
    let count = data.iter().map(|blocks| blocks.len()).min();
    let mut sum: [Eight; 4] =
        std::array::from_fn(|word| Eight::from(state.map(|words| words[word])));
    for index in 0..count.unwrap_or_default() {
        let words = Eight::words(data.map(|blocks| &blocks[index]));
        let added = block(sum, &words);
        sum = std::array::from_fn(|word| sum[word] + added[word]);
    }
    let sum = sum.map(<[u32; WIDTH]>::from);
    std::array::from_fn(|lane| sum.map(|words| words[lane]))
}

#[inline(always)]
fn block(state: [Eight; 4], x: &[Eight; 16]) -> [Eight; 4] {
    let [first, second, third, fourth] = &SINES;
    let place = |index: usize| x[index & 15];
    let state = round::<7, 12, 17, 22>(state, first, place, |b, c, d| d ^ (b & (c ^ d)));
    let place = |index: usize| x[(5 * index + 1) & 15];
    let state = round::<5, 9, 14, 20>(state, second, place, |b, c, d| c ^ (d & (b ^ c)));
    let place = |index: usize| x[(3 * index + 5) & 15];
    let state = round::<4, 11, 16, 23>(state, third, place, |b, c, d| b ^ c ^ d);
    let place = |index: usize| x[(7 * index) & 15];
    round::<6, 10, 15, 21>(state, fourth, place, |b, c, d| c ^ (b | !d))
}

/// Sixteen steps, which take the block's words in an order of their own, mix in their own way, and rotate by so many
/// bits, the first, the second, the third and the fourth of each four.
#[inline(always)]
fn round<const R: u32, const S: u32, const T: u32, const U: u32>(
    [mut a, mut b, mut c, mut d]: [Eight; 4],
    sines: &[[u32; 4]; 4],
    word: impl Fn(usize) -> Eight,
    mix: impl Fn(Eight, Eight, Eight) -> Eight,
) -> [Eight; 4] {
    let mut four = |index: usize| {
        let next = |step: usize| word(4 * index + step) + Eight::all(sines[index][step]);
        a = b + (mix(b, c, d) + a + next(0)).rotate::<R>();
        d = a + (mix(a, b, c) + d + next(1)).rotate::<S>();
        c = d + (mix(d, a, b) + c + next(2)).rotate::<T>();
        b = c + (mix(c, d, a) + b + next(3)).rotate::<U>();
    };
    // Each by itself: a loop is slower by a tenth.
    four(0);
    four(1);
    four(2);
    four(3);
    [a, b, c, d]
}

//! Words of eight lanes, in two vectors of four, as every processor of x86-64 has them.

use std::ops::{Add, BitAnd, BitOr, BitXor, Not};

use safe_arch::{
    add_i32_m128i, load_unaligned_m128i, m128i, set_i32_m128i_s, set_splat_i32_m128i,
    shl_all_u32_m128i, shr_all_u32_m128i, unpack_high_i32_m128i, unpack_high_i64_m128i,
    unpack_low_i32_m128i, unpack_low_i64_m128i,
};

use super::Block;

/// A word of each of eight lanes.
#[derive(Clone, Copy)]
pub(super) struct Eight(m128i, m128i);

impl Eight {
    /// The same in each lane.
    #[inline(always)]
    pub(super) fn all(word: u32) -> Self {
        let word = set_splat_i32_m128i(word.cast_signed());
        Self(word, word)
    }

    /// The sixteen words of a block of each lane.
    #[inline(always)]
    pub(super) fn words([a, b, c, d, e, f, g, h]: [&Block; 8]) -> [Self; 16] {
        let (low, high) = (across([a, b, c, d]), across([e, f, g, h]));
        std::array::from_fn(|word| Self(low[word], high[word]))
    }

    /// To the left, by so many bits.
    #[inline(always)]
    pub(super) fn rotate<const BITS: u32>(self) -> Self {
        let bits = |bits: u32| set_i32_m128i_s(bits.cast_signed());
        let (left, right) = (bits(BITS), bits(32 - BITS));
        let rotate = |words| shl_all_u32_m128i(words, left) | shr_all_u32_m128i(words, right);
        Self(rotate(self.0), rotate(self.1))
    }
}

/// The words of four blocks: each vector has the same word of all of them.
#[inline(always)]
fn across(blocks: [&Block; 4]) -> [m128i; 16] {
    let mut words = [m128i::default(); 16];
    for (quarter, words) in words.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let [a, b, c, d] = blocks.map(|block| load_unaligned_m128i(&block.as_chunks().0[quarter]));
        let (ab, cd) = (unpack_low_i32_m128i(a, b), unpack_low_i32_m128i(c, d));
        words[0] = unpack_low_i64_m128i(ab, cd);
        words[1] = unpack_high_i64_m128i(ab, cd);
        let (ab, cd) = (unpack_high_i32_m128i(a, b), unpack_high_i32_m128i(c, d));
        words[2] = unpack_low_i64_m128i(ab, cd);
        words[3] = unpack_high_i64_m128i(ab, cd);
    }
    words
}

impl From<[u32; 8]> for Eight {
    fn from([a, b, c, d, e, f, g, h]: [u32; 8]) -> Self {
        Self([a, b, c, d].into(), [e, f, g, h].into())
    }
}

impl From<Eight> for [u32; 8] {
    fn from(words: Eight) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (words.0.into(), words.1.into());
        [a, b, c, d, e, f, g, h]
    }
}

impl Add for Eight {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(
            add_i32_m128i(self.0, other.0),
            add_i32_m128i(self.1, other.1),
        )
    }
}

impl BitAnd for Eight {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0, self.1 & other.1)
    }
}

impl BitOr for Eight {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }
}

impl BitXor for Eight {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(self.0 ^ other.0, self.1 ^ other.1)
    }
}

impl Not for Eight {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0, !self.1)
    }
}

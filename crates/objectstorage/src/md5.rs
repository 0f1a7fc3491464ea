//! MD5, which is what Swift's `ETag`s are: a checksum here, and no protection from anybody.
//!
//! Each step needs the one before, so that a core spends most of its time waiting. Data of several objects have
//! nothing to wait for among each other: they are computed [at a time](crate::lanes), each in a lane of a vector,
//! five times as fast. One by itself is the `md-5` crate's.

#[cfg(target_arch = "x86_64")]
mod rounds;
#[cfg(target_arch = "x86_64")]
mod vectors;

/// As much as is computed at once.
pub(crate) type Block = [u8; BLOCK];
pub(crate) const BLOCK: usize = 64;
/// What there is of a digest so far.
pub(crate) type Words = [u32; 4];

/// As many lanes as are worth computing at a time. Without optimisation, vectors are slower than one after the other.
pub(crate) const LANES: usize = if cfg!(all(target_arch = "x86_64", not(debug_assertions))) {
    8
} else {
    1
};
const START: Words = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// The MD5 of data that come in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Md5 {
    /// That of the whole blocks so far.
    pub(crate) words: Words,
    length: u64,
    /// The block that has begun.
    rest: Block,
}

impl Md5 {
    pub(crate) fn new() -> Self {
        Self {
            words: START,
            length: 0,
            rest: [0; BLOCK],
        }
    }

    /// Takes the next data.
    pub(crate) fn add(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            let (blocks, rest) = self.blocks(data);
            compress(&mut [(&mut self.words, blocks)]);
            data = rest;
        }
    }

    /// Takes the data up to the next whole block, and gives the whole blocks that are next, which are for the caller to
    /// compute, with what comes after them.
    pub(crate) fn blocks<'a>(&mut self, data: &'a [u8]) -> (&'a [Block], &'a [u8]) {
        let begun = self.begun();
        let (blocks, rest) = data.as_chunks();
        if begun == 0 && !blocks.is_empty() {
            self.length += (blocks.len() * BLOCK) as u64;
            return (blocks, rest);
        }
        let (now, rest) = data.split_at(data.len().min(BLOCK - begun));
        self.rest[begun..begun + now.len()].copy_from_slice(now);
        self.length += now.len() as u64;
        if begun + now.len() == BLOCK {
            compress(&mut [(&mut self.words, &[self.rest])]);
        }
        (&[], rest)
    }

    /// The digest of all of it, in hexadecimal as Swift writes it.
    pub(crate) fn hexadecimal(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digest = self.digest();
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(DIGITS[usize::from(digit)]))
            .collect()
    }

    fn digest(&self) -> [u8; 16] {
        let mut whole = self.clone();
        let bits = self.length.wrapping_mul(8).to_le_bytes();
        // The length is at the end of a block.
        let zeros = (2 * BLOCK - 9 - self.begun()) % BLOCK;
        let mut end = [0; BLOCK];
        end[0] = 0x80;
        whole.add(&end[..=zeros]);
        whole.add(&bits);
        let mut digest = [0; 16];
        let bytes = whole.words.iter().flat_map(|word| word.to_le_bytes());
        digest
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, byte)| *to = byte);
        digest
    }

    /// How much of a block has begun.
    fn begun(&self) -> usize {
        (self.length % BLOCK as u64) as usize
    }
}

/// Takes the next blocks of each of some lanes, which have the same number of them.
pub(crate) fn compress(lanes: &mut [(&mut Words, &[Block])]) {
    #[cfg(target_arch = "x86_64")]
    if lanes.len() > 1 {
        return lanes.chunks_mut(rounds::WIDTH).for_each(beside_each_other);
    }
    for (words, blocks) in lanes {
        ::md5::block_api::compress(words, blocks);
    }
}

/// The same, of at most so many as a vector has.
#[cfg(target_arch = "x86_64")]
fn beside_each_other(lanes: &mut [(&mut Words, &[Block])]) {
    // A lane that is not needed computes, of any data, what nobody takes.
    let any = lanes.first().map_or(&[][..], |(_, blocks)| blocks);
    let (mut state, mut data) = ([START; rounds::WIDTH], [any; rounds::WIDTH]);
    for (lane, (words, blocks)) in lanes.iter().enumerate() {
        (state[lane], data[lane]) = (**words, blocks);
    }
    let state = rounds::compress(state, data);
    for ((words, _), new) in lanes.iter_mut().zip(state) {
        **words = new;
    }
}

/// The MD5 of bytes, as Swift writes it.
pub(crate) fn md5(data: &[u8]) -> String {
    let mut md5 = Md5::new();
    md5.add(data);
    md5.hexadecimal()
}

#[cfg(test)]
mod tests;

//! Compared with another implementation.

use ::md5::{Digest, Md5 as Judge};
use proptest::prelude::*;

use super::*;

fn judged(data: &[u8]) -> String {
    let digest = Judge::digest(data);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_length_around_the_ends_of_blocks() {
    let data: Vec<u8> = (0..=255).collect();
    for length in 0..data.len() {
        assert_eq!(md5(&data[..length]), judged(&data[..length]), "{length}");
    }
}

proptest! {
    #[test]
    fn data_come_in_any_pieces(pieces: Vec<Vec<u8>>) {
        let mut md5 = Md5::new();
        pieces.iter().for_each(|piece| md5.add(piece));
        prop_assert_eq!(md5.hexadecimal(), judged(&pieces.concat()));
    }

    #[test]
    fn lanes_do_not_mix(data in prop::collection::vec(any::<[u8; 4 * BLOCK]>(), 1..20)) {
        let mut states = vec![Md5::new(); data.len()];
        let mut lanes = Vec::new();
        for (md5, data) in states.iter_mut().zip(&data) {
            let (blocks, _) = md5.blocks(data);
            lanes.push((&mut md5.words, blocks));
        }
        compress(&mut lanes);
        for (md5, data) in states.iter().zip(&data) {
            prop_assert_eq!(md5.hexadecimal(), judged(data));
        }
    }
}

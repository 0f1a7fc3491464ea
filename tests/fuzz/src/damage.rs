//! Good documents, damaged.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::{Index, select};

/// One of these documents, with up to eight damages, one after the other.
pub fn damaged(documents: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let damages = vec((any::<Index>(), damage()), 0..8);
    (select(documents), damages).prop_map(|(document, damages)| {
        let mut bytes = document.as_bytes().to_vec();
        for (place, damage) in damages {
            damage.apply(&mut bytes, place);
        }
        bytes
    })
}

#[derive(Debug, Clone)]
enum Damage {
    Change(u8),
    Insert(Vec<u8>),
    Remove(usize),
    Repeat(usize, usize),
    End,
}

/// What readers stumble over: the beginnings and ends of things, large numbers, odd characters.
const WORDS: [&str; 24] = [
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "\0",
    "\n",
    "\t",
    "%2F",
    "..",
    "&a ",
    "*a",
    "<",
    "\u{202e}é\u{1f980}",
];

/// Deeper than any stack, were a reader to go down with it.
const DEEP: [&str; 4] = ["[", "{\"a\":", "- ", "{a: "];

fn damage() -> impl Strategy<Value = Damage> {
    let word = |word: &str| Damage::Insert(word.as_bytes().to_vec());
    prop_oneof![
        4 => any::<u8>().prop_map(Damage::Change),
        4 => select(&WORDS).prop_map(word),
        2 => vec(any::<u8>(), 1..16).prop_map(Damage::Insert),
        4 => (1..64_usize).prop_map(Damage::Remove),
        2 => (1..64_usize, 1..200_usize).prop_map(|(length, times)| Damage::Repeat(length, times)),
        1 => (select(&DEEP), 1..20_000_usize).prop_map(move |(text, times)| word(&text.repeat(times))),
        1 => any::<bool>().prop_map(|_| Damage::End),
    ]
}

impl Damage {
    fn apply(self, bytes: &mut Vec<u8>, place: Index) {
        let place = place.index(bytes.len() + 1);
        let within = |length: usize| place..(place + length).min(bytes.len());
        match self {
            Self::Change(byte) => {
                if let Some(old) = bytes.get_mut(place) {
                    *old = byte;
                }
            }
            Self::Insert(new) => drop(bytes.splice(place..place, new)),
            Self::Remove(length) => drop(bytes.drain(within(length))),
            Self::Repeat(length, times) => {
                let again = bytes[within(length)].repeat(times);
                drop(bytes.splice(place..place, again));
            }
            Self::End => bytes.truncate(place),
        }
    }
}

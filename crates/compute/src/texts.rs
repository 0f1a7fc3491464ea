//! Maps of text, as Nova answers with them.

use std::collections::BTreeMap;

use ferriscloud_core::{Answer, Result, lenient};
use serde::Deserialize;

/// Reads a map of text: a number becomes text, and what has no value is left out.
pub(crate) fn read(answer: &Answer) -> Result<BTreeMap<String, String>> {
    #[derive(Deserialize)]
    struct Texts(#[serde(deserialize_with = "lenient::map")] BTreeMap<String, String>);

    answer.extract::<Texts>().map(|Texts(texts)| texts)
}

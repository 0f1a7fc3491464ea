//! Reading YAML so that text stays the text it was: a password `0123` or `1e5`, a microversion `2.10`.

use std::fmt;
use std::path::Path;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::layer::Settings;
use super::read;
use crate::error::Result;

/// The entries, by name, of one section of a file.
///
/// Errors tell the place, but not what is there, which may be a password.
pub(super) fn section(path: &Path, text: &str, section: &str) -> Result<Settings> {
    // Aliases are of use, but not to grow without end; a snippet would show a password.
    let options = serde_saphyr::options! {
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        with_snippet: false,
    };
    let read = |deserializer: serde_saphyr::Deserializer<'_, '_>| {
        Node::default().deserialize(deserializer)
    };
    let file = serde_saphyr::with_deserializer_from_str_with_options(text, options, read);
    let file = file.map_err(|error| {
        let place = error
            .location()
            .map(|place| format!(":{}:{}", place.line(), place.column()));
        read::wrong(format!(
            "{}{}: cannot be read as the YAML of a file of clouds",
            path.display(),
            place.unwrap_or_default()
        ))
    })?;
    let Value::Object(file) = file else {
        return Ok(Settings::new());
    };
    let wanted = file
        .into_iter()
        .find(|(key, _)| key.replace('_', "-") == section);
    match wanted {
        Some((_, Value::Object(entries))) => Ok(entries),
        Some((_, Value::Null)) | None => Ok(Settings::new()),
        Some(_) => Err(read::wrong(format!(
            "{}: {section} should be a map",
            path.display()
        ))),
    }
}

/// A node of the file, below this key.
#[derive(Default)]
struct Node {
    /// Its scalars are text, whatever they look like.
    is_text: bool,
    /// Its keys are names that somebody gave, and mean nothing.
    has_names: bool,
}

impl Node {
    fn below(key: &str, is_name: bool) -> Self {
        let key = key.replace('-', "_");
        Self {
            is_text: !is_name && is_text(&key),
            has_names: !is_name && matches!(key.as_str(), "clouds" | "public_clouds"),
        }
    }
}

/// Whether what is said under this key is text.
fn is_text(key: &str) -> bool {
    const KEYS: &[&str] = &[
        "auth_token",
        "auth_url",
        "cacert",
        "cert",
        "default_domain",
        "key",
        "name",
        "passcode",
        "password",
        "profile",
        "system_scope",
        "token",
        "userid",
        "username",
    ];
    const ENDINGS: &[&str] = &[
        "_id",
        "_microversion",
        "_name",
        "_override",
        "_secret",
        "_version",
    ];
    KEYS.contains(&key) || ENDINGS.iter().any(|ending| key.ends_with(ending))
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.is_text {
            return Option::<String>::deserialize(deserializer).map(Value::from);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a setting")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = sequence.next_element_seed(Self::default())? {
            elements.push(element);
        }
        Ok(elements.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Settings::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(Self::below(&key, self.has_names))?;
            entries.insert(key, value);
        }
        Ok(entries.into())
    }
}

//! Decoding what services really send: null for absent, numbers as text, `""` for an object, `1.99e+06`.
//!
//! One bad optional field must not cost a page of good answers. Put these on fields with
//! `#[serde(default, deserialize_with = "lenient::…")]`. They decode in one pass; nothing is buffered.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer,
};
use serde::de::{
    self, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// The value, or its default where the service sent null or something of another shape.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Disk {
///     #[serde(default, deserialize_with = "ferriscloud_core::lenient::or_default")]
///     size_gib: u64,
/// }
/// let size = |json| serde_json::from_str::<Disk>(json).unwrap().size_gib;
/// assert_eq!(size(r#"{"size_gib": "20"}"#), 20);
/// assert_eq!(size(r#"{"size_gib": 1.99e+06}"#), 1_990_000);
/// assert_eq!(size(r#"{"size_gib": null}"#), 0);
/// assert_eq!(size(r#"{"size_gib": {"odd": [1]}}"#), 0);
/// ```
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    or_none(deserializer).map(Option::unwrap_or_default)
}

/// The value, or `None` where the service sent null or something of another shape.
pub fn or_none<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Lenient(PhantomData).deserialize(deserializer)
}

/// The elements that decode, in their order; null is no elements.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    or_default(deserializer).map(|List(elements)| elements)
}

/// The entries that decode; null is no entries.
pub fn map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + Hash,
    V: Deserialize<'de>,
{
    or_default(deserializer).map(|Map(entries)| entries)
}

/// Decodes a `T`, and answers `None` (with the input consumed) where it is something else.
struct Lenient<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Lenient<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// It is only asked whether there was an error: to write one took a thousand instructions.
#[derive(Debug)]
struct Quiet;

impl de::Error for Quiet {
    fn custom<M: fmt::Display>(_: M) -> Self {
        Self
    }
}

impl std::error::Error for Quiet {}

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("of another shape")
    }
}

fn number_in_text<'de, T: Deserialize<'de>>(text: &str) -> Option<T> {
    let text = text.trim();
    let from_u64 = text.parse::<u64>().ok().and_then(|number| whole(number));
    from_u64
        .or_else(|| text.parse::<i64>().ok().and_then(|number| whole(number)))
        .or_else(|| text.parse::<f64>().ok().and_then(float))
        .or_else(|| flag(text).and_then(whole))
}

/// What is taken for yes and no in OpenStack.
fn flag(text: &str) -> Option<bool> {
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    let yes = is_one_of(["true", "yes", "on", "1"]);
    let no = is_one_of(["false", "no", "off", "0"]);
    (yes || no).then_some(yes)
}

fn whole<'de, T: Deserialize<'de>, N: IntoDeserializer<'de, Quiet>>(number: N) -> Option<T> {
    T::deserialize(number.into_deserializer()).ok()
}

fn text<'de, T: Deserialize<'de>>(text: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<Quiet>::new(text)).ok()
}

/// A float as itself, else as the whole number that it stands for.
fn float<'de, T: Deserialize<'de>>(number: f64) -> Option<T> {
    whole(number).or_else(|| {
        let exact = number.fract() == 0.0 && number.abs() < 9e15;
        // In range and without a fraction: the conversion is exact.
        #[allow(clippy::cast_possible_truncation)]
        let integer = number as i64;
        exact
            .then(|| u64::try_from(integer).map_or_else(|_| whole(integer), whole))
            .flatten()
    })
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Lenient<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(whole(value).or_else(|| text(if value { "true" } else { "false" })))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(whole(number).or_else(|| text(&number.to_string())))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(whole(number).or_else(|| text(&number.to_string())))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(float(number).or_else(|| text(&number.to_string())))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(text(value).or_else(|| number_in_text(value)))
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Self::Value, E> {
        let borrowed = BorrowedStrDeserializer::<Quiet>::new(value);
        Ok(T::deserialize(borrowed)
            .ok()
            .or_else(|| number_in_text(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let value = T::deserialize(MapAccessDeserializer::new(&mut map));
        if value.is_err() {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        }
        Ok(value.ok())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let value = T::deserialize(SeqAccessDeserializer::new(&mut seq));
        if value.is_err() {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(value.ok())
    }
}

/// A list that leaves out the elements that do not decode.
struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element_seed(Lenient(PhantomData))? {
                    elements.extend(element);
                }
                Ok(List(elements))
            }
        }

        deserializer.deserialize_seq(Elements(PhantomData))
    }
}

/// A map that leaves out the entries that do not decode.
struct Map<K, V>(BTreeMap<K, V>);

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Map<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<K, V>(PhantomData<(K, V)>);

        impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
            type Value = Map<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(key) = map.next_key()? {
                    if let Some(value) = map.next_value_seed(Lenient(PhantomData))? {
                        entries.insert(key, value);
                    }
                }
                Ok(Map(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Odd {
        #[serde(deserialize_with = "or_default")]
        name: String,
        #[serde(deserialize_with = "or_none")]
        number: Option<u32>,
        #[serde(deserialize_with = "or_default")]
        flag: bool,
        #[serde(deserialize_with = "list")]
        list: Vec<u32>,
        #[serde(deserialize_with = "map")]
        map: BTreeMap<String, String>,
        #[serde(deserialize_with = "or_none")]
        nested: Option<Box<Odd>>,
        last: Option<u8>,
    }

    fn decode(value: &Value) -> Odd {
        serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
    }

    #[test]
    fn bends_what_can_be_bent() {
        let odd = decode(&json!({
            "name": 7, "number": "12", "flag": "True", "list": [1, "2", null, {}, 3.0],
            "map": {"a": 1, "b": null, "c": "x"}, "nested": "", "last": 1
        }));
        assert_eq!(odd.name, "7");
        assert_eq!(odd.number, Some(12));
        assert!(odd.flag);
        assert_eq!(odd.list, [1, 2, 3]);
        assert_eq!(odd.map["a"], "1");
        assert_eq!(odd.map.len(), 2);
        assert_eq!((odd.nested, odd.last), (None, Some(1)));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_of_a_field_kills_its_neighbours(
            a in any_json(), b in any_json(), c in any_json(), d in any_json(), e in any_json()
        ) {
            let text = json!({"name": a, "number": b, "flag": c, "list": d, "map": e, "last": 9});
            let odd: Odd = serde_json::from_str(&text.to_string()).unwrap();
            prop_assert_eq!(odd.last, Some(9));
        }
    }
}

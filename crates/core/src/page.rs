//! Decoding one page of a listing, in one pass.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::Result;
use crate::lenient;
use crate::response::{Answer, undecodable};

/// The items of a page, and what it says of the next one.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) link: Option<String>,
    pub(crate) ended: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            link: None,
            ended: false,
        }
    }
}

/// Reads a page: its items under the answer's key, or a bare list where the key is empty.
pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<Page<T>> {
    if answer.bytes().is_empty() {
        return Ok(Page::default());
    }
    let text = answer.text();
    let mut input = serde_json::Deserializer::from_str(&text);
    let page = match answer.key() {
        "" => Vec::deserialize(&mut input).map(|items| Page {
            items,
            ..Page::default()
        }),
        key => PageOf {
            key,
            item: PhantomData,
        }
        .deserialize(&mut input),
    };
    page.and_then(|page| input.end().map(|()| page))
        .map_err(|error| undecodable(answer, error))
}

/// The id of the last item, whatever type the items are decoded as: else its name, or what Swift calls a
/// `subdir`.
pub(crate) fn last_marker(answer: &Answer) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default, deserialize_with = "lenient::or_none")]
        id: Option<String>,
        #[serde(default, deserialize_with = "lenient::or_none")]
        name: Option<String>,
        #[serde(default, deserialize_with = "lenient::or_none")]
        subdir: Option<String>,
    }
    let last = read::<Named>(answer).ok()?.items.pop()?;
    last.id.or(last.name).or(last.subdir)
}

/// The text under a key of the last item.
pub(crate) fn last_text(answer: &Answer, key: &str) -> Option<String> {
    let mut last = read::<serde_json::Map<_, _>>(answer).ok()?.items.pop()?;
    match last.remove(key)? {
        serde_json::Value::String(text) => Some(text),
        _ => None,
    }
}

struct PageOf<T> {
    key: &'static str,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for PageOf<T> {
    type Value = Page<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for PageOf<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page with the key {:?}", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut items, mut page) = (None, Page::default());
        while let Some(key) = map.next_key_seed(Classify(self.key))? {
            match key {
                Key::Items => items = Some(map.next_value::<Items<T>>()?.0),
                Key::Links => {
                    let Lenient(links) = map.next_value::<Lenient<Links>>()?;
                    let next = match links {
                        Some(Links::List(links)) => {
                            let mut next = links.into_iter().filter(|link| link.rel == "next");
                            next.next().map(|link| link.href)
                        }
                        Some(Links::Map { next }) => {
                            // Keystone writes null after the last page.
                            page.ended |= next.is_none();
                            next
                        }
                        None => None,
                    };
                    page.link = page.link.or(next);
                }
                Key::Next => {
                    let Lenient(next) = map.next_value::<Lenient<String>>()?;
                    page.link = page.link.or(next);
                }
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        page.items = items.ok_or_else(|| serde::de::Error::missing_field(self.key))?;
        Ok(page)
    }
}

/// What is under the key: a list of items, or an object, which then is the page's only one.
struct Items<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Items<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of items, or one")
            }

            fn visit_unit<E>(self) -> Result<Items<T>, E> {
                Ok(Items(Vec::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Items<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Items)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Items<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|item| Items(vec![item]))
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

enum Key {
    Items,
    /// `servers_links` or `links`
    Links,
    /// `next`
    Next,
    Other,
}

struct Classify(&'static str);

impl<'de> DeserializeSeed<'de> for Classify {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Classify {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            key if key == self.0 => Key::Items,
            "next" => Key::Next,
            "links" => Key::Links,
            // Not always the key of the items: `volume_type_links` stands beside `volume_types`.
            key if key.ends_with("_links") => Key::Links,
            _ => Key::Other,
        })
    }
}

/// Either key has either shape in one service or another.
#[derive(Deserialize)]
#[serde(untagged)]
enum Links {
    /// `[{rel, href}]`
    List(Vec<Link>),
    /// `{next}`
    Map {
        #[serde(default, deserialize_with = "lenient::or_none")]
        next: Option<String>,
    },
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    rel: String,
    #[serde(default)]
    href: String,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Lenient<T>(#[serde(deserialize_with = "lenient::or_none")] Option<T>);

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::Value;

    use super::*;

    fn page(body: &str) -> Result<Page<Value>> {
        let (parts, ()) = http::Response::new(()).into_parts();
        read(&Answer::new(
            parts,
            Bytes::copy_from_slice(body.as_bytes()),
            "servers",
        ))
    }

    #[test]
    fn all_the_ways_to_name_the_next_page() {
        let cases = [
            (
                r#"{"servers": [1], "servers_links": [{"rel": "next", "href": "u?m=1"}]}"#,
                Some("u?m=1"),
                false,
            ),
            (
                r#"{"servers": [1], "server_links": [{"rel": "next", "href": "u?m=4"}]}"#,
                Some("u?m=4"),
                false,
            ),
            (
                r#"{"links": [{"rel": "self", "href": "u"}, {"rel": "next", "href": "u?m=5"}], "servers": [1]}"#,
                Some("u?m=5"),
                false,
            ),
            (
                r#"{"links": {"next": "u?m=2", "self": "u"}, "servers": [1]}"#,
                Some("u?m=2"),
                false,
            ),
            (r#"{"links": {"next": null}, "servers": [1]}"#, None, true),
            (
                r#"{"servers": [1], "next": "/v2?m=3"}"#,
                Some("/v2?m=3"),
                false,
            ),
            (
                r#"{"servers": [1], "links": "odd", "next": {"odd": 1}, "servers_links": null}"#,
                None,
                false,
            ),
        ];
        for (body, link, ended) in cases {
            let page = page(body).unwrap();
            assert_eq!(
                (page.items.len(), page.link.as_deref(), page.ended),
                (1, link, ended),
                "{body}"
            );
        }
    }

    #[test]
    fn an_object_is_the_only_item_of_its_page() {
        let body = r#"{"servers": {"id": 1}, "server_links": [{"rel": "next", "href": "u?m=1"}]}"#;
        let one = page(body).unwrap();
        assert_eq!(one.items, [serde_json::json!({"id": 1})]);
        assert_eq!(one.link.as_deref(), Some("u?m=1"));
        assert!(page(r#"{"servers": "odd"}"#).is_err());
    }

    #[test]
    fn empty_is_valid_and_missing_is_not() {
        for empty in [r#"{"servers": []}"#, r#"{"servers": null}"#, ""] {
            assert!(page(empty).unwrap().items.is_empty(), "{empty}");
        }
        assert!(page(r#"{"server": []}"#).is_err());
        assert!(page("<html>").is_err());
    }
}

//! How a page names the next one.

use std::fmt;

/// Finds the next page of a listing.
///
/// Services differ: most answer with a link, Swift wants the last name back as a marker. Pick one of
/// [`Auto`], [`Linked`], [`Marker`], [`Offset`] and [`Single`], or bring your own.
///
/// ```
/// use ferriscloud_core::paging::{PageEnd, Paging};
///
/// /// Counts its pages, as `?page=2` does.
/// struct Numbered;
///
/// impl Paging for Numbered {
///     fn next(&self, page: &PageEnd<'_>) -> Option<String> {
///         let number: u32 = page.parameter("page").map_or(Some(1), |n| n.parse().ok())?;
///         (page.count > 0).then(|| page.with("page", &(number + 1).to_string()))
///     }
/// }
/// ```
pub trait Paging: Send + Sync {
    /// The query of the next page; `None` after the last one.
    fn next(&self, page: &PageEnd<'_>) -> Option<String>;
}

/// What is known at the end of a page.
#[non_exhaustive]
pub struct PageEnd<'a> {
    /// The query that this page was asked with.
    pub query: &'a str,
    /// The link to the next page, as the service wrote it.
    pub link: Option<&'a str>,
    /// Whether the service said that there is no next page.
    pub ended: bool,
    /// How many items the page has.
    pub count: usize,
    pub(crate) last: &'a dyn Fn() -> Option<String>,
    pub(crate) text: &'a dyn Fn(&str) -> Option<String>,
}

impl fmt::Debug for PageEnd<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            query,
            link,
            ended,
            count,
            last: _,
            text: _,
        } = self;
        write!(
            f,
            "PageEnd(?{query}, {count} items, link {link:?}, ended {ended})"
        )
    }
}

impl PageEnd<'_> {
    /// The id (or name) of the page's last item.
    pub fn last(&self) -> Option<String> {
        (self.last)()
    }

    /// The text under a key of the page's last item, whatever the items are decoded as.
    pub fn last_text(&self, key: &str) -> Option<String> {
        (self.text)(key)
    }

    /// The value of a parameter of the query that this page was asked with.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// This page's query with another marker.
    pub fn with_marker(&self, marker: &str) -> String {
        self.with("marker", marker)
    }

    /// This page's query with another value of one parameter.
    pub fn with(&self, parameter: &str, value: &str) -> String {
        self.with_all(&[(parameter, value)])
    }

    /// This page's query with other values of some parameters.
    pub fn with_all(&self, parameters: &[(&str, &str)]) -> String {
        let is_other = |name: &str| parameters.iter().all(|(other, _)| *other != name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(
            form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| is_other(name)),
        );
        query.extend_pairs(parameters);
        query.finish()
    }

    /// The query of the link to the next page.
    ///
    /// Only the query of a link is followed: scheme, host and path stay our own. Services behind
    /// proxies write links to addresses that are not theirs, and no link can lead a token astray.
    pub fn linked(&self) -> Option<String> {
        let (_, query) = self.link?.split_once('?')?;
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        (!query.is_empty()).then(|| query.to_owned())
    }
}

/// Decides by what the page says: its link; else, where the page is as full as was asked for, its last
/// item's id as the marker.
#[derive(Debug, Clone, Copy)]
pub struct Auto;

impl Paging for Auto {
    fn next(&self, page: &PageEnd<'_>) -> Option<String> {
        if let Some(query) = page.linked() {
            return Some(query);
        }
        let limit: usize = page.parameter("limit")?.parse().ok()?;
        let full = page.count > 0 && page.count == limit;
        (full && !page.ended).then(|| page.last().map(|last| page.with_marker(&last)))?
    }
}

/// Follows links alone: the page without one is the last.
#[derive(Debug, Clone, Copy)]
pub struct Linked;

impl Paging for Linked {
    fn next(&self, page: &PageEnd<'_>) -> Option<String> {
        page.linked()
    }
}

/// The last item's name as the marker, until a page is empty.
#[derive(Debug, Clone, Copy)]
pub struct Marker;

impl Paging for Marker {
    fn next(&self, page: &PageEnd<'_>) -> Option<String> {
        (page.count > 0).then(|| page.last().map(|last| page.with_marker(&last)))?
    }
}

/// How many items came before as the offset, until a page is empty.
#[derive(Debug, Clone, Copy)]
pub struct Offset;

impl Paging for Offset {
    fn next(&self, page: &PageEnd<'_>) -> Option<String> {
        let before = page.parameter("offset").and_then(|text| text.parse().ok());
        let offset = before.unwrap_or(0_usize).saturating_add(page.count);
        (page.count > 0).then(|| page.with("offset", &offset.to_string()))
    }
}

/// One page holds everything.
#[derive(Debug, Clone, Copy)]
pub struct Single;

impl Paging for Single {
    fn next(&self, _: &PageEnd<'_>) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(
        paging: &dyn Paging,
        query: &str,
        link: Option<&str>,
        ended: bool,
        count: usize,
    ) -> Option<String> {
        paging.next(&PageEnd {
            query,
            link,
            ended,
            count,
            last: &|| Some("z 9".to_owned()),
            text: &|_| None,
        })
    }

    #[test]
    fn the_page_decides() {
        let link = "http://elsewhere:1/v2.1/servers?limit=2&marker=b#x";
        assert_eq!(
            next(&Auto, "limit=2", Some(link), false, 2).unwrap(),
            "limit=2&marker=b"
        );
        assert_eq!(
            next(&Auto, "limit=2&marker=a", None, false, 2).unwrap(),
            "limit=2&marker=z+9"
        );
        assert_eq!(next(&Auto, "limit=2", None, true, 2), None);
        assert_eq!(next(&Auto, "limit=2", None, false, 1), None);
        assert_eq!(next(&Auto, "", None, false, 2), None);
        assert_eq!(next(&Auto, "limit=0", None, false, 0), None);
        assert_eq!(next(&Auto, "", Some(""), false, 2), None);
        assert_eq!(
            next(&Marker, "prefix=a", None, false, 1).unwrap(),
            "prefix=a&marker=z+9"
        );
        assert_eq!(next(&Marker, "", None, false, 0), None);
        assert_eq!(
            next(&Offset, "limit=2&offset=4", None, false, 2).unwrap(),
            "limit=2&offset=6"
        );
        assert_eq!(next(&Offset, "", None, false, 3).unwrap(), "offset=3");
        assert_eq!(next(&Offset, "offset=3", None, false, 0), None);
        assert_eq!(next(&Single, "limit=2", Some(link), false, 2), None);
    }
}

//! Where a listing has been.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// The pages that were asked for, eight bytes each: a listing may have very many.
#[derive(Default)]
pub(super) struct Trail {
    hasher: RandomState,
    seen: HashSet<u64>,
}

impl Trail {
    /// No listing has more: even a thousand million objects of Swift are a tenth of it.
    const LONGEST: usize = 1_000_000;

    /// Notes a page; false where it was asked for before, or there have been too many.
    pub(super) fn enter(&mut self, query: &str) -> bool {
        self.seen.len() < Self::LONGEST && self.seen.insert(self.hasher.hash_one(query))
    }

    /// Whether this page was asked for.
    pub(super) fn knows(&self, query: &str) -> bool {
        self.seen.contains(&self.hasher.hash_one(query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_twice_and_not_without_end() {
        let mut trail = Trail::default();
        assert!(trail.enter("marker=a"));
        assert!(trail.knows("marker=a") && !trail.knows("marker=b"));
        assert!(!trail.enter("marker=a"));
        for page in 1..Trail::LONGEST {
            assert!(trail.enter(&page.to_string()));
        }
        assert!(!trail.enter("marker=b"));
    }
}

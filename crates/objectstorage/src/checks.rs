//! Checksums of parts that come one after the other.

use std::collections::VecDeque;

use ferriscloud_core::{Error, ErrorKind, Result};

use crate::tally::Tally;

/// How long the parts are, and what MD5 each has to have. Without any, everything passes.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    left: VecDeque<(u64, Option<String>)>,
    current: Option<Tally>,
}

impl Checks {
    pub(crate) fn new(parts: Vec<(u64, Option<String>)>) -> Self {
        Self {
            left: parts.into(),
            current: None,
        }
    }

    /// Takes the next data.
    pub(crate) fn add(&mut self, mut data: &[u8]) -> Result<()> {
        while let Some((length, etag)) = self.left.front() {
            let current = self
                .current
                .get_or_insert_with(|| Tally::new(etag.is_some()));
            let room = usize::try_from(length - current.length).unwrap_or(usize::MAX);
            let (now, rest) = data.split_at(room.min(data.len()));
            current.add(now);
            data = rest;
            if current.length < *length {
                return Ok(());
            }
            current.check(etag.as_deref().unwrap_or_default())?;
            self.current = None;
            self.left.pop_front();
        }
        Ok(())
    }

    /// Nothing may be missing.
    pub(crate) fn finish(&self) -> Result<()> {
        match self.left.front() {
            Some((length, _)) => {
                let what = format!("the data end within a part of {length} bytes");
                Err(Error::new(ErrorKind::Interrupted, what))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::md5;

    fn check(pieces: &[&str]) -> Result<()> {
        let parts = vec![(3, Some(md5(b"abc"))), (1, None), (2, Some(md5(b"ef")))];
        let mut checks = Checks::new(parts);
        for piece in pieces {
            checks.add(piece.as_bytes())?;
        }
        checks.finish()
    }

    #[test]
    fn each_part_has_its_checksum() {
        for right in [&["abcdef"][..], &["a", "bcde", "f"], &["abcxef"]] {
            check(right).unwrap();
        }
        for wrong in [&["abxdef"][..], &["abcde", "x"]] {
            let error = check(wrong).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Checksum { .. }));
        }
        assert!(matches!(
            check(&["abcde"]).unwrap_err().kind(),
            ErrorKind::Interrupted
        ));
    }
}

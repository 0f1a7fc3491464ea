//! Checksums of parts that come one after the other.

use std::collections::VecDeque;

use bytes::Bytes;
use ferriscloud_core::{Error, ErrorKind, Result};

use crate::lanes::{Lane, Lanes};
use crate::tally::Tally;

/// How long the parts are, and what MD5 each has to have. Without any, everything passes.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    left: VecDeque<(u64, Option<String>)>,
    lanes: Lanes,
    /// The part that has begun, and how much of it has come.
    lane: Option<Lane>,
    came: u64,
}

impl Checks {
    pub(crate) fn new(parts: Vec<(u64, Option<String>)>, lanes: Lanes) -> Self {
        Self {
            left: parts.into(),
            lanes,
            ..Self::default()
        }
    }

    /// Takes the next data.
    pub(crate) async fn add(&mut self, mut data: Bytes) -> Result<()> {
        while let Some((length, etag)) = self.left.front() {
            let room = usize::try_from(length - self.came).unwrap_or(usize::MAX);
            let now = data.split_to(room.min(data.len()));
            self.came += now.len() as u64;
            if let Some(etag) = etag {
                let lane = self
                    .lane
                    .get_or_insert_with(|| Lane::new(self.lanes.clone()));
                lane.add(now).await?;
                if self.came == *length {
                    Tally::of(self.came, lane.md5().await?).check(etag)?;
                }
            }
            if self.came < *length {
                return Ok(());
            }
            (self.lane, self.came) = (None, 0);
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
    use crate::md5::md5;

    async fn check(pieces: &[&'static str]) -> Result<()> {
        let parts = vec![(3, Some(md5(b"abc"))), (1, None), (2, Some(md5(b"ef")))];
        let mut checks = Checks::new(parts, Lanes::default());
        for piece in pieces {
            checks.add((*piece).into()).await?;
        }
        checks.finish()
    }

    #[tokio::test]
    async fn each_part_has_its_checksum() {
        for right in [&["abcdef"][..], &["a", "bcde", "f"], &["abcxef"]] {
            check(right).await.unwrap();
        }
        for wrong in [&["abxdef"][..], &["abcde", "x"]] {
            let error = check(wrong).await.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Checksum { .. }));
        }
        assert!(matches!(
            check(&["abcde"]).await.unwrap_err().kind(),
            ErrorKind::Interrupted
        ));
    }
}

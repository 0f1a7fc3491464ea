//! Fetching the ranges of one object, each into its place.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, future, stream};
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;

use super::pieces::Piece;
use super::progress::{Count, Meter};
use crate::checks::Checks;
use crate::downloads::changed;
use crate::lanes::Lanes;
use crate::objects::{Objects, ReadObject};
use crate::partial::Partial;
use crate::parts::{CHUNK, fill, joined};
use crate::tally::Tally;

/// How often data that arrive damaged are fetched.
const TRIES: u32 = 3;

/// What is fetched, and where to.
#[derive(Clone, Copy)]
pub(super) struct Fetch<'a> {
    pub(super) objects: &'a Objects,
    pub(super) object: &'a ReadObject,
    pub(super) resumptions: Option<u32>,
    pub(super) length: u64,
    pub(super) etag: &'a str,
    pub(super) partial: &'a Partial,
    pub(super) meter: &'a Meter,
    pub(super) gate: &'a Semaphore,
    pub(super) lanes: &'a Lanes,
}

impl Fetch<'_> {
    /// Fetches all of it. Where the whole has a checksum, it is computed of what is there without gaps.
    pub(super) async fn all(
        self,
        pieces: Vec<Piece>,
        in_flight: usize,
        hashing: bool,
    ) -> Result<()> {
        let (there, is_there) = watch::channel(0);
        let path = self.partial.path().to_owned();
        let fetching = async move {
            let ends: Vec<_> = pieces.iter().map(|piece| piece.end).collect();
            let mut done = vec![false; ends.len()];
            let fetches = pieces.into_iter().enumerate();
            let fetches = fetches.map(|(index, piece)| async move {
                let _permit = self.gate.acquire().await;
                self.piece(&piece).await.map(|()| index)
            });
            let mut fetches = stream::iter(fetches).buffer_unordered(in_flight);
            let mut first = 0;
            while let Some(index) = fetches.try_next().await? {
                self.meter.item();
                done[index] = true;
                while done.get(first) == Some(&true) {
                    there.send_replace(ends[first]);
                    first += 1;
                }
            }
            Ok(())
        };
        if hashing {
            let checking = check(&path, self.length, self.etag, is_there);
            future::try_join(fetching, checking).await?;
            return Ok(());
        }
        fetching.await
    }

    async fn piece(self, piece: &Piece) -> Result<()> {
        let count = self.meter.count();
        let mut tries = 1;
        loop {
            match self.attempt(piece, count.restarted()).await {
                Err(error) if is_damaged(&error) && tries < TRIES => tries += 1,
                result => return result,
            }
        }
    }

    async fn attempt(self, piece: &Piece, count: &Count) -> Result<()> {
        let name = &self.object.name;
        let part = ReadObject {
            version: self.object.version.clone(),
            newest: self.object.newest,
            if_match: Some(self.etag.to_owned()),
            ..ReadObject::new(name)
        };
        let mut download = self.objects.download(part).range(piece.start..piece.end);
        if let Some(resumptions) = self.resumptions {
            download = download.resumptions(resumptions);
        }
        let head = download.head().await;
        let head = head.map_err(|error| changed(name, error))?;
        if head.etag.as_deref() != Some(self.etag) || head.bytes != Some(self.length) {
            return Err(ErrorKind::Changed(format!("the object {name:?}")).into());
        }
        let checks = Checks::new(piece.checks.clone(), self.lanes.clone());
        let mut sink = self.partial.from(piece.start, checks).await?;
        let mut left = piece.end - piece.start;
        while let Some(data) = download.try_next().await? {
            // What belongs to another range is not overwritten.
            left = left.checked_sub(data.len() as u64).ok_or_else(other)?;
            count.add(data.len() as u64);
            sink.write(data).await?;
        }
        if left > 0 {
            return Err(other());
        }
        sink.finish().await
    }
}

fn other() -> Error {
    ErrorKind::Decode("it is another range than that which was asked for".into()).into()
}

fn is_damaged(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Checksum { .. })
}

/// Compares the MD5 of a file with an `ETag`, while it is being written.
async fn check(
    path: &Path,
    length: u64,
    etag: &str,
    mut there: watch::Receiver<u64>,
) -> Result<()> {
    let (mut tally, mut at) = (Tally::new(true), 0);
    while at < length {
        let Ok(end) = there.wait_for(|end| *end > at).await.map(|end| *end) else {
            // The other half has failed, and says why.
            return Err(ErrorKind::Interrupted.into());
        };
        let path = path.to_owned();
        let (start, count) = (at, end - at);
        let hashed = spawn_blocking(move || {
            hash(&path, start, count, &mut tally)
                .map(|()| tally)
                .map_err(|error| Error::new(ErrorKind::Io, error))
        });
        tally = joined(hashed).await?;
        at = end;
    }
    tally.check(etag)
}

fn hash(path: &Path, start: u64, count: u64, tally: &mut Tally) -> std::io::Result<()> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let (mut chunk, mut left) = (vec![0; CHUNK], count);
    while left > 0 {
        let room = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let came = fill(&mut file, &mut chunk[..room])?;
        if came == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        tally.add(&chunk[..came]);
        left -= came as u64;
    }
    Ok(())
}

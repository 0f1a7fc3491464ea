//! Progress as a stream, for those who would rather ask than be called.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::watch;

use super::Progress;

/// How far a transfer is, whenever that changes, as a [`Stream`] that ends with the transfer.
///
/// Who reads slowly misses steps, and never the latest one; the transfer waits for nobody, and nothing piles up.
pub struct ProgressStream(BoxStream<'static, Progress>);

impl Progress {
    /// Progress as a stream: what any transfer's `progress` takes, and the stream of what it is told.
    ///
    /// ```no_run
    /// use ferriscloud_objectstorage::transfers::Progress;
    ///
    /// # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
    /// let (tell, mut steps) = Progress::stream();
    /// let download = objects.download_large("backup.tar", "restored.tar").progress(tell);
    /// let show = async {
    ///     while let Some(step) = steps.next().await {
    ///         println!("{} of {:?} bytes", step.bytes, step.total_bytes);
    ///     }
    /// };
    /// let (head, ()) = tokio::join!(download.into_future(), show);
    /// println!("{:?}", head?.etag);
    /// # Ok(()) }
    /// ```
    pub fn stream() -> (impl Fn(Self) + Send + Sync + use<>, ProgressStream) {
        let (latest, seen) = watch::channel(Self::default());
        let steps = stream::unfold(seen, |mut seen| async {
            seen.changed().await.ok()?;
            let step = *seen.borrow_and_update();
            Some((step, seen))
        });
        let tell = move |progress| {
            latest.send_replace(progress);
        };
        (tell, ProgressStream(steps.boxed()))
    }
}

impl ProgressStream {
    /// The next step, or the latest if there were several; `None` when the transfer is over, or dropped.
    pub async fn next(&mut self) -> Option<Progress> {
        self.0.next().await
    }
}

impl Stream for ProgressStream {
    type Item = Progress;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Progress>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for ProgressStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProgressStream").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::progress::Meter;
    use super::*;

    #[tokio::test]
    async fn the_latest_step_is_seen_and_the_end() {
        let (tell, mut steps) = Progress::stream();
        let meter = Meter::new(tell);
        let count = meter.count();
        count.add(2);
        assert_eq!(steps.next().await.unwrap().bytes, 2);
        count.add(2);
        count.add(3);
        meter.item();
        let last = steps.next().await.unwrap();
        assert_eq!((last.bytes, last.items), (7, 1));

        // What is still counting, such as the body of a request that was given up, holds up nobody.
        count.add(1);
        drop(meter);
        count.add(1);
        assert_eq!(steps.next().await.unwrap().bytes, 8);
        assert_eq!(steps.next().await, None);
    }

    #[test]
    fn nobody_has_to_read_it() {
        let (tell, steps) = Progress::stream();
        let meter = Meter::new(tell);
        drop(steps);
        meter.count().add(2);
        meter.item();
    }
}

//! Finding one thing by its name or id.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;
use http::StatusCode;

use crate::call::Call;
use crate::error::{Error, ErrorKind, Result};
use crate::listing::Listing;
use crate::microversion::Microversion;
use crate::resource::Resource;

/// Finds one thing by its name or id: `.await` gives it.
///
/// What has it as its id is the one, whatever others are called. Names need not be unique: where several have it,
/// the error is [`ErrorKind::Ambiguous`], with their ids. Where there is none, it is one that
/// [`is_not_found`](Error::is_not_found).
#[must_use = "nothing is looked for until it is awaited"]
pub struct Find<R> {
    wanted: String,
    get: Call<R>,
    list: Listing<R>,
    name: fn(&R) -> &str,
}

impl<R: Resource> Find<R> {
    /// Looks with `get` for an id, and else in `list` for a name.
    pub fn new(
        wanted: impl Into<String>,
        get: Call<R>,
        list: Listing<R>,
        name: fn(&R) -> &str,
    ) -> Self {
        Self {
            wanted: wanted.into(),
            get,
            list,
            name,
        }
    }

    /// With this microversion, such as `(2, 96)`, instead of the lowest that serves.
    pub fn microversion(mut self, major: u16, minor: u16) -> Self {
        self.get = self.get.microversion(major, minor);
        self.list = self.list.microversion(major, minor);
        self
    }

    /// With at least this microversion.
    pub fn since(mut self, needed: impl Into<Option<Microversion>>) -> Self {
        let needed = needed.into();
        self.get = self.get.since(needed);
        self.list = self.list.since(needed);
        self
    }

    async fn run(self) -> Result<R> {
        let Self {
            wanted,
            get,
            mut list,
            name,
        } = self;
        let refused = match get.await {
            Err(error) if is_no_id(&error) => error,
            found_or_failed => return found_or_failed,
        };
        let mut found = Vec::new();
        while let Some(item) = list.try_next().await? {
            if name(&item) == wanted {
                found.push(item);
            }
        }
        let failed = match found.len() {
            1 => return found.pop().ok_or(refused),
            0 if matches!(refused.kind(), ErrorKind::Decode(_)) => return Err(refused),
            0 => {
                let what = R::KEY;
                Error::new(ErrorKind::NotFound { what, wanted }, refused)
            }
            _ => {
                let ids = found.iter().map(|item| item.id().to_string()).collect();
                ErrorKind::Ambiguous { wanted, ids }.into()
            }
        };
        Err(failed.traced(|trace| trace.operation = Some(format!("find {}", R::KEY))))
    }
}

/// Whether the service says that this is the id of nothing.
fn is_no_id(error: &Error) -> bool {
    // Some refuse what does not look like an id; and a name such as `detail` may be that of another route.
    error.is_not_found()
        || error.status() == Some(StatusCode::BAD_REQUEST)
        || matches!(error.kind(), ErrorKind::Decode(_))
}

impl<R: Resource> IntoFuture for Find<R> {
    type Output = Result<R>;
    type IntoFuture = BoxFuture<'static, Result<R>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<R> fmt::Debug for Find<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Find({:?} by {:?} or {:?})",
            self.wanted, self.get, self.list
        )
    }
}

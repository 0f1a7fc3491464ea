//! Everything that a listing has, item by item or page by page.

mod trail;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::call::traced;
use crate::error::{Error, ErrorKind, Result};
use crate::microversion::Microversion;
use crate::page::{self, Page};
use crate::paging::{PageEnd, Paging};
use crate::request::Request;
use crate::response::{Answer, Response};
use crate::sender::Sender;

use trail::Trail;

/// The items of a collection, as a [`Stream`]: page after page is fetched as it is needed, the next one
/// while the current one is being used.
///
/// It cannot be awaited, since an `.await` that meant "the first page" would leave items out in silence:
/// take items with [`try_next`](Self::try_next), everything with [`all`](Self::all), or pages with their
/// answers with [`pages`](Self::pages). Dropping it stops the fetching.
///
/// ```no_run
/// # async fn example(cloud: ferriscloud_core::Cloud) -> ferriscloud_core::Result<()> {
/// let mut images = cloud.service("image")?.list(["v2", "images"], "images");
/// while let Some(image) = images.try_next().await? {
///     println!("{}", image["name"]);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a listing does nothing until it is read"]
pub struct Listing<T> {
    pages: Pages<T>,
    items: vec::IntoIter<T>,
}

impl<T: DeserializeOwned + Send + 'static> Listing<T> {
    pub(crate) fn new(
        sender: Sender,
        request: Request,
        key: &'static str,
        paging: &'static dyn Paging,
    ) -> Self {
        let plan = Plan {
            sender,
            key,
            paging,
            read: page::read,
            marker: None,
        };
        Self {
            pages: Pages::new(plan, Some(request)),
            items: Vec::new().into_iter(),
        }
    }

    /// Takes the marker of the next page from the last decoded item, where that is cheaper than to look
    /// for its id or name in the bytes once more.
    pub fn marked_by(mut self, marker: fn(&T) -> String) -> Self {
        self.pages.plan.marker = Some(marker);
        self
    }

    /// The same listing with items of your own type: leaner, or with an extension's attributes.
    pub fn extract<U: DeserializeOwned + Send + 'static>(self) -> Listing<U> {
        let Plan {
            sender,
            key,
            paging,
            ..
        } = self.pages.plan;
        let plan = Plan {
            sender,
            key,
            paging,
            read: page::read,
            marker: None,
        };
        Listing {
            pages: Pages::new(plan, self.pages.next),
            items: Vec::new().into_iter(),
        }
    }
}

impl<T: Send + 'static> Listing<T> {
    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// Whatever keeps the next page from coming; [`ErrorKind::Pagination`] if the pages go in a circle.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All items.
    ///
    /// # Errors
    /// Those of [`try_next`](Self::try_next).
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(page) = self.pages.try_next().await? {
            if all.is_empty() {
                all = page.value;
            } else {
                all.extend(page.value);
            }
        }
        Ok(all)
    }

    /// Page by page, each with its answer: status, headers, bytes.
    pub fn pages(self) -> Pages<T> {
        self.pages
    }

    /// With this microversion, such as `(2, 96)`, instead of the lowest that serves.
    pub fn microversion(mut self, major: u16, minor: u16) -> Self {
        self.edit(|request| request.settings.microversion = Some(Microversion(major, minor)));
        self
    }

    /// With at least this microversion.
    pub fn since(mut self, needed: impl Into<Option<Microversion>>) -> Self {
        let needed = needed.into();
        self.edit(|request| request.settings.needs = request.settings.needs.max(needed));
        self
    }

    /// With one more header on the request of each page.
    pub fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        self.pages.next = self.pages.next.map(|request| request.header(name, value));
        self
    }

    /// With more query parameters: a struct or map of them.
    pub fn query<F: Serialize + ?Sized>(mut self, parameters: &F) -> Self {
        self.pages.next = self.pages.next.map(|request| request.filter(parameters));
        self
    }

    /// The request of the next page, as far as it is known.
    pub fn request(&self) -> Option<&Request> {
        self.pages.next.as_ref()
    }

    fn edit(&mut self, change: impl FnOnce(&mut Request)) {
        self.pages.next.as_mut().map(change);
    }
}

impl<T: Send + 'static> Stream for Listing<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.value.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Unpin for Listing<T> {}

impl<T> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listing({:?})", self.pages)
    }
}

/// The pages of a listing, as a [`Stream`]: each with its items as the value, and the answer that they came in.
#[must_use = "pages are not fetched until they are read"]
pub struct Pages<T> {
    plan: Plan<T>,
    /// The page to fetch when there is none under way.
    next: Option<Request>,
    /// At most one page under way; dropped with us.
    fetching: JoinSet<Result<Fetched<T>>>,
    trail: Trail,
}

/// A page with what leads to the next one.
type Fetched<T> = (Response<Vec<T>>, Option<Request>);

/// How to fetch any page.
struct Plan<T> {
    sender: Sender,
    key: &'static str,
    paging: &'static dyn Paging,
    read: fn(&Answer) -> Result<Page<T>>,
    marker: Option<fn(&T) -> String>,
}

impl<T: Send + 'static> Pages<T> {
    fn new(plan: Plan<T>, next: Option<Request>) -> Self {
        Self {
            plan,
            next,
            fetching: JoinSet::new(),
            trail: Trail::default(),
        }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Those of [`Listing::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<Response<Vec<T>>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Starts fetching the next page, unless it is a page that was fetched before.
    fn fetch(&mut self) -> Result<()> {
        let Some(request) = self.next.take() else {
            return Ok(());
        };
        if !self.trail.enter(&request.query) {
            let circle = ErrorKind::Pagination(format!("{}?{}", request.path, request.query));
            return Err(Error::from(circle)
                .traced(|trace| trace.operation = Some(request.operation.to_string())));
        }
        self.fetching.spawn(self.plan.clone().page(request));
        Ok(())
    }
}

impl<T: Send + 'static> Plan<T> {
    async fn page(self, request: Request) -> Result<Fetched<T>> {
        let (operation, method) = (request.operation, request.method.clone());
        let template = request.try_clone();
        let (uri, answer) = self.sender.send(request).await?;
        let (parts, body) = answer.into_parts();
        let failed = |error| traced(error, operation, &method, &uri);
        let bytes = body.collect(u64::MAX).await.map_err(failed)?;
        let answer = Answer::new(parts, bytes, self.key);
        let Page { items, link, ended } = (self.read)(&answer).map_err(failed)?;

        let next = template.and_then(|mut template| {
            let last = || match self.marker {
                Some(marker) => items.last().map(marker),
                None => page::last_marker(&answer),
            };
            let text = |key: &str| page::last_text(&answer, key);
            let (query, count) = (template.query.as_str(), items.len());
            let end = PageEnd {
                query,
                link: link.as_deref(),
                ended,
                count,
                last: &last,
                text: &text,
            };
            template.query = self.paging.next(&end)?;
            Some(template)
        });
        Ok((
            Response {
                value: items,
                answer,
            },
            next,
        ))
    }
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Response<Vec<T>>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.fetching.is_empty()
            && let Err(error) = self.fetch()
        {
            return Poll::Ready(Some(Err(error)));
        }
        match ready!(self.fetching.poll_join_next(context)) {
            None => Poll::Ready(None),
            Some(Ok(Ok((page, next)))) => {
                self.next = next;
                // A circle is the next page's error, not this one's.
                let circle = self
                    .next
                    .as_ref()
                    .is_some_and(|next| self.trail.knows(&next.query));
                let started = if circle { Ok(()) } else { self.fetch() };
                Poll::Ready(Some(started.map(|()| page)))
            }
            Some(Ok(Err(error))) => Poll::Ready(Some(Err(error))),
            Some(Err(stopped)) if stopped.is_panic() => {
                std::panic::resume_unwind(stopped.into_panic())
            }
            Some(Err(stopped)) => {
                Poll::Ready(Some(Err(Error::new(ErrorKind::Interrupted, stopped))))
            }
        }
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> Clone for Plan<T> {
    fn clone(&self) -> Self {
        let Self {
            sender,
            key,
            paging,
            read,
            marker,
        } = self;
        Self {
            sender: sender.clone(),
            key,
            paging: *paging,
            read: *read,
            marker: *marker,
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {:?}", self.plan.key, self.plan.sender)
    }
}

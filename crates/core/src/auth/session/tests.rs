//! One login at a time, whoever asks.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use futures_util::FutureExt;
use http::HeaderMap;
use tower::util::BoxCloneSyncService;

use super::*;
use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::sender::{Defaults, Sender};

/// Logs in after a moment; counts how often.
#[derive(Debug, Clone, Default)]
struct Counting {
    logins: Arc<AtomicU32>,
    refused: Arc<AtomicBool>,
}

impl AuthMethod for Counting {
    fn authenticate<'a>(&'a self, _: &'a Client) -> crate::auth::Login<'a> {
        Box::pin(async {
            let count = self.logins.fetch_add(1, SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.refused.load(SeqCst) {
                return Err(ErrorKind::Config("refused".to_owned()).into());
            }
            let mut headers = HeaderMap::new();
            headers.insert("x-subject-token", format!("token-{count}").parse().unwrap());
            Access::read(&headers, br#"{"token": {}}"#)
        })
    }
}

fn session(method: &Counting) -> Arc<Session> {
    let nowhere = tower::service_fn(|_: http::Request<Body>| async {
        Err::<http::Response<Body>, Error>(ErrorKind::Connect.into())
    });
    let sender = Sender::new(
        BoxCloneSyncService::new(nowhere),
        "identity",
        "http://k/v3",
        Defaults::default(),
    );
    Session::new(Arc::new(method.clone()), Client::new(sender.unwrap()))
}

#[tokio::test]
async fn a_thousand_callers_make_one_login() {
    let method = Counting::default();
    let session = session(&method);
    let callers: Vec<_> = (0..1000)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.access().await.unwrap() })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().expose_token(), "token-1");
    }
    assert_eq!(method.logins.load(SeqCst), 1);
}

#[tokio::test]
async fn a_waiter_that_leaves_harms_no_other() {
    let method = Counting::default();
    let session = session(&method);
    let first = tokio::time::timeout(Duration::from_millis(5), session.access());
    let (first, second) = tokio::join!(first, session.access());
    assert!(first.is_err());
    assert_eq!(second.unwrap().expose_token(), "token-1");
    assert_eq!(method.logins.load(SeqCst), 1);
}

#[tokio::test]
async fn a_login_that_everybody_left_is_begun_anew() {
    let method = Counting::default();
    let session = session(&method);
    assert!(session.access().now_or_never().is_none());
    assert_eq!(session.access().await.unwrap().expose_token(), "token-2");
}

#[tokio::test]
async fn a_failure_is_shared_and_not_kept() {
    let method = Counting::default();
    let session = session(&method);
    method.refused.store(true, SeqCst);
    let (one, two) = tokio::join!(session.access(), session.access());
    assert!(one.is_err() && two.is_err());
    assert_eq!(method.logins.load(SeqCst), 1);
    method.refused.store(false, SeqCst);
    assert_eq!(session.access().await.unwrap().expose_token(), "token-2");
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let method = Counting::default();
    let session = session(&method);
    let old = session.access().await.unwrap();
    session.reject(&old);
    let new = session.access().await.unwrap();
    // A caller that was late with the old token does not cost the new one.
    session.reject(&old);
    assert!(Arc::ptr_eq(&new, &session.access().await.unwrap()));
    assert_eq!(method.logins.load(SeqCst), 2);
}

//! A scripted HTTP/1.1 server on a loopback port, for what a real cloud cannot do on demand: break off in the
//! middle of an answer, dawdle, revoke a token at a chosen moment, talk nonsense.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! use ferriscloud_fake::{Fake, Reply};
//! use serde_json::json;
//!
//! let fake = Fake::start(|request| match request.number {
//!     1 => Reply::empty(503).header("Retry-After", "1"),
//!     _ => Reply::json(200, json!({"path": request.path})),
//! });
//! println!("{} has been asked {} times", fake.url(), fake.requests().len());
//! # }
//! ```
//!
//! It speaks only as much HTTP as our tests need, and knows nothing of the SDK that it tests.
#![allow(
    clippy::expect_used,
    reason = "a test's way to fail, where the machine has no loopback port left"
)]

mod cloud;
mod received;
mod reply;

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::BufStream;
use tokio::net::TcpStream;
use tokio::task::{AbortHandle, JoinSet};

pub use cloud::FakeCloud;
pub use received::Received;
pub use reply::Reply;

/// A server that answers as its handler says. It runs in the runtime of the test, and ends when it is dropped.
pub struct Fake {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    cut: Arc<Mutex<Option<Cut>>>,
    server: AbortHandle,
}

/// What says after how many bytes of its body a request is cut off.
type Cut = Arc<dyn Fn(&Received) -> Option<usize> + Send + Sync>;

/// How many requests there were, and those that are not forgotten.
#[derive(Default)]
struct Log {
    count: usize,
    requests: Vec<Received>,
}

/// What decides on the answers.
type Handler = Arc<dyn Fn(&Received) -> Reply + Send + Sync>;

impl Fake {
    /// Starts a server. Connections are kept alive, and requests are numbered from 1 as they arrive whole.
    pub fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        // Bound at once, and not in the task: the first request may come before the task first runs.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let log = Arc::<Mutex<Log>>::default();
        let cut = Arc::<Mutex<Option<Cut>>>::default();
        let serving = serve(listener, Arc::new(handler), log.clone(), cut.clone());
        let server = tokio::spawn(serving).abort_handle();
        Self {
            address,
            log,
            cut,
            server,
        }
    }

    /// Starts a server that is a small cloud as well: see [`FakeCloud`].
    pub fn cloud(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> FakeCloud {
        FakeCloud::start(handler)
    }

    /// An address at which nobody answers: connections to it are refused.
    pub fn nobody() -> String {
        // No port that was free a moment ago: another server may have it by now.
        "http://127.0.0.1:1".to_owned()
    }

    /// Where it is, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.log).requests.clone()
    }

    /// Resets the connection of requests after so many bytes of their bodies, where this says so of what comes before
    /// the body. They count as not having been asked.
    pub fn cut_off(&self, after: impl Fn(&Received) -> Option<usize> + Send + Sync + 'static) {
        *lock(&self.cut) = Some(Arc::new(after));
    }

    /// Forgets what it was asked so far, which would fill the memory in a long run. It goes on counting.
    pub fn forget(&self) {
        lock(&self.log).requests.clear();
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fake({})", self.address)
    }
}

async fn serve(
    listener: TcpListener,
    handler: Handler,
    log: Arc<Mutex<Log>>,
    cut: Arc<Mutex<Option<Cut>>>,
) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    // Dropped with this task, and the conversations with it.
    let mut conversations = JoinSet::new();
    for connection in 1.. {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        let (handler, log, cut) = (handler.clone(), log.clone(), cut.clone());
        conversations.spawn(async move {
            // A client that hangs up ends its conversation, and that is all.
            let _ = converse(stream, connection, handler, log, cut).await;
        });
        while conversations.try_join_next().is_some() {}
    }
}

async fn converse(
    stream: TcpStream,
    connection: usize,
    handler: Handler,
    log: Arc<Mutex<Log>>,
    cut: Arc<Mutex<Option<Cut>>>,
) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    while let Some(mut received) = Received::read_head(&mut stream).await? {
        let cut = lock(&cut).clone();
        if let Some(after) = cut.and_then(|cut| cut(&received)) {
            return received.cut_off(&mut stream, after).await;
        }
        received.read_body(&mut stream).await?;
        {
            let mut log = lock(&log);
            log.count += 1;
            (received.number, received.connection) = (log.count, connection);
            log.requests.push(received.clone());
        }
        let reply = handler(&received);
        if !reply.write(&mut stream, received.method == "HEAD").await? {
            return Ok(());
        }
    }
    Ok(())
}

/// The lock, also after a test that failed while it held it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;

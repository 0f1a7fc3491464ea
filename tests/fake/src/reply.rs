//! What the server does with a request.

use std::io;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// An answer, or the lack of one.
#[derive(Debug, Clone)]
#[must_use = "a reply does nothing until a handler returns it"]
pub struct Reply {
    what: What,
    after: Duration,
    pace: Pace,
}

#[derive(Debug, Clone)]
enum What {
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    Raw(Vec<u8>),
    Close,
    Reset,
}

/// How the body is sent.
#[derive(Debug, Clone, Copy)]
enum Pace {
    Whole,
    Truncated(usize),
    Reset(usize),
    Stalled(usize),
    Trickled(usize, Duration),
}

impl Reply {
    /// A JSON answer.
    pub fn json(status: u16, value: impl Into<Value>) -> Self {
        Self::bytes(status, value.into().to_string()).header("Content-Type", "application/json")
    }

    /// A plain text answer; what looks like HTML is called that.
    pub fn text(status: u16, text: &str) -> Self {
        let html = text.trim_start().starts_with('<');
        let kind = if html { "text/html" } else { "text/plain" };
        Self::bytes(status, text).header("Content-Type", kind)
    }

    /// An answer with these bytes.
    pub fn bytes(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::of(What::Answer {
            status,
            headers: Vec::new(),
            body,
        })
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self::bytes(status, "")
    }

    /// These bytes, be they HTTP or not, and then the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(What::Raw(bytes.into()))
    }

    /// No answer: the connection is closed in good order.
    pub fn close() -> Self {
        Self::of(What::Close)
    }

    /// No answer: the connection is reset.
    pub fn reset() -> Self {
        Self::of(What::Reset)
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let What::Answer { headers, .. } = &mut self.what {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// After so long, and not at once.
    pub fn delayed(mut self, by: Duration) -> Self {
        self.after = by;
        self
    }

    /// With the connection closed after so many bytes of the body, though all of it was announced.
    pub fn truncated(mut self, after: usize) -> Self {
        self.pace = Pace::Truncated(after);
        self
    }

    /// With the connection reset after so many bytes of the body.
    pub fn reset_after(mut self, bytes: usize) -> Self {
        self.pace = Pace::Reset(bytes);
        self
    }

    /// With silence after so many bytes of the body, until the client gives up.
    pub fn stalled(mut self, after: usize) -> Self {
        self.pace = Pace::Stalled(after);
        self
    }

    /// With the body in pieces of so many bytes, and a pause before each.
    pub fn trickled(mut self, piece: usize, every: Duration) -> Self {
        self.pace = Pace::Trickled(piece, every);
        self
    }

    fn of(what: What) -> Self {
        Self {
            what,
            after: Duration::ZERO,
            pace: Pace::Whole,
        }
    }

    /// Does it. Says whether the connection can take another request.
    pub(crate) async fn write(
        self,
        to: &mut BufStream<TcpStream>,
        head_only: bool,
    ) -> io::Result<bool> {
        let Self { what, after, pace } = self;
        sleep(after).await;
        let (status, headers, body) = match what {
            What::Answer {
                status,
                headers,
                body,
            } => (status, headers, body),
            What::Raw(bytes) => {
                to.write_all(&bytes).await?;
                to.flush().await?;
                return Ok(false);
            }
            What::Close => return Ok(false),
            What::Reset => {
                to.get_ref().set_zero_linger()?;
                return Ok(false);
            }
        };
        to.write_all(head(status, &headers, body.len()).as_bytes())
            .await?;
        if head_only || body.is_empty() {
            to.flush().await?;
            return Ok(true);
        }
        match pace {
            Pace::Whole => to.write_all(&body).await?,
            Pace::Truncated(after) | Pace::Reset(after) | Pace::Stalled(after) => {
                to.write_all(&body[..after]).await?;
            }
            Pace::Trickled(piece, every) => {
                for piece in body.chunks(piece) {
                    to.flush().await?;
                    sleep(every).await;
                    to.write_all(piece).await?;
                }
            }
        }
        to.flush().await?;
        if let Pace::Reset(_) = pace {
            // What was sent is to arrive first: a reset throws away what has not been read.
            sleep(Duration::from_millis(50)).await;
            to.get_ref().set_zero_linger()?;
        }
        if let Pace::Stalled(_) = pace {
            // It has nothing more to say: what ends this is its going away.
            to.read_u8().await?;
        }
        Ok(matches!(pace, Pace::Whole | Pace::Trickled(..)))
    }
}

fn head(status: u16, headers: &[(String, String)], length: usize) -> String {
    let mut head = format!("HTTP/1.1 {status} \r\n");
    // These two have no body, and do not speak of one.
    if !matches!(status, 204 | 304) {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head
}

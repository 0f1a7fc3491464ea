//! What the server was asked.

use std::fmt;
use std::io;

use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, BufStream};
use tokio::net::TcpStream;

/// A request, as it arrived.
#[derive(Clone, Default)]
pub struct Received {
    /// Which one it is, counted from 1. A handler's request of a [`FakeCloud`](crate::FakeCloud) counts
    /// those only that came with a good token.
    pub number: usize,
    /// Which connection it came on, counted from 1.
    pub connection: usize,
    /// The method.
    pub method: String,
    /// The host and port of a target in absolute form, which proxies get; empty where there is none.
    pub authority: String,
    /// The path, percent-encoded as it came.
    pub path: String,
    /// The query, without its question mark; empty where there is none.
    pub query: String,
    /// The headers, in their order, with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Reads one up to its body; `None` if the client has closed the connection.
    pub(crate) async fn read_head(
        from: &mut (impl AsyncBufRead + Unpin),
    ) -> io::Result<Option<Self>> {
        let first = line(from).await?;
        let mut words = first.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Ok(None);
        };
        let (authority, target) = match target.strip_prefix("http://") {
            Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
            None => ("", target),
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut received = Self {
            method: method.to_owned(),
            authority: authority.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Self::default()
        };
        loop {
            let line = line(from).await?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let header = (name.to_ascii_lowercase(), value.trim().to_owned());
            received.headers.push(header);
        }
        Ok(Some(received))
    }

    /// Reads the body.
    pub(crate) async fn read_body(
        &mut self,
        from: &mut (impl AsyncBufRead + Unpin),
    ) -> io::Result<()> {
        self.body = self.body_of(from).await?;
        Ok(())
    }

    /// Reads so much of the body, and resets the connection.
    pub(crate) async fn cut_off(
        &self,
        from: &mut BufStream<TcpStream>,
        after: usize,
    ) -> io::Result<()> {
        let mut left = after;
        while left > 0 {
            let length = from.fill_buf().await?.len().min(left);
            if length == 0 {
                break;
            }
            from.consume(length);
            left -= length;
        }
        from.get_ref().set_zero_linger()
    }

    async fn body_of(&self, from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if self.header("transfer-encoding") == Some("chunked") {
            loop {
                let length = usize::from_str_radix(&line(from).await?, 16).map_err(odd)?;
                append(from, length, &mut body).await?;
                line(from).await?;
                if length == 0 {
                    return Ok(body);
                }
            }
        }
        let length = self.header("content-length").unwrap_or("0");
        append(from, length.parse().map_err(odd)?, &mut body).await?;
        Ok(body)
    }
}

async fn append(
    from: &mut (impl AsyncBufRead + Unpin),
    length: usize,
    to: &mut Vec<u8>,
) -> io::Result<()> {
    let start = to.len();
    to.resize(start + length, 0);
    from.read_exact(&mut to[start..]).await.map(|_| ())
}

/// A line without its end; empty at the end of the connection too.
async fn line(from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line).await?;
    line.truncate(line.trim_end().len());
    Ok(line)
}

fn odd(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            connection,
            method,
            authority,
            path,
            query,
            headers: _,
            body,
        } = self;
        let length = body.len();
        write!(
            f,
            "#{number} on {connection}: {method} {authority}{path}?{query} ({length} bytes)"
        )
    }
}

//! A loopback cloud that answers with canned, realistic bytes: a token with its catalog, 10,000 servers, a
//! million objects, one of them 1 GiB. Of what is uploaded, it remembers that it was. What costs time is made once,
//! so that the clients are what is measured.
//!
//! `cloud PORT TLS_PORT CA` serves until it is ended, plain and by TLS, and writes its certificate authority to a file.

mod cloud;
mod documents;
mod object;
mod segmented;
mod tls;
mod versions;
mod written;

use std::convert::Infallible;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;

use cloud::Cloud;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, tls_port, authority] = args.as_slice() else {
        return Err("usage: cloud PORT TLS_PORT CA".into());
    };
    let acceptor = tls::acceptor(authority.as_ref())?;
    let secure = TcpListener::bind(("127.0.0.1", tls_port.parse()?)).await?;
    let secure_cloud = Arc::new(Cloud::new(&format!("https://localhost:{tls_port}")));
    tokio::spawn(async move {
        while let Ok((connection, _)) = secure.accept().await {
            let (acceptor, cloud) = (acceptor.clone(), secure_cloud.clone());
            tokio::spawn(async move {
                match acceptor.accept(connection).await {
                    Ok(connection) => serve(connection, cloud).await,
                    Err(error) => eprintln!("no handshake: {error}"),
                }
            });
        }
    });
    // Last, for who waits for this one waits for all.
    let cloud = Arc::new(Cloud::new(&format!("http://127.0.0.1:{port}")));
    let plain = TcpListener::bind(("127.0.0.1", port.parse()?)).await?;
    loop {
        let (connection, _) = plain.accept().await?;
        tokio::spawn(serve(connection, cloud.clone()));
    }
}

async fn serve(connection: impl AsyncRead + AsyncWrite + Unpin, cloud: Arc<Cloud>) {
    let answer = service_fn(|request| {
        let cloud = cloud.clone();
        async move { Ok::<_, Infallible>(cloud.answer(request).await) }
    });
    let served = http1::Builder::new().serve_connection(TokioIo::new(connection), answer);
    // A client that ends without a word breaks its TLS, and is no trouble.
    let _ = served.await;
}

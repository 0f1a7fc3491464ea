//! Ways to a server's screen.

use ferriscloud::compute::consoles::ConsoleType;
use ferriscloud_live::{admin, demo};

use crate::{compute, lonely, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn consoles_open_and_lead_to_their_host() {
    let cloud = demo().await;
    let nova = compute(&cloud);
    let server = lonely(&cloud, "console").await;
    let console = nova.consoles().create(&server, ConsoleType::NoVnc);
    let console = console.await.unwrap();
    assert_eq!(
        (console.protocol.as_str(), console.console_type.as_str()),
        ("vnc", "novnc")
    );
    let (_, token) = console.url.expose().rsplit_once("token%3D").unwrap();
    let consoles = compute(&admin().await).consoles();
    let behind = consoles.connection(token).await.unwrap();
    assert_eq!(behind.server_id, server.id);
    assert!(behind.host.is_some() && behind.port.is_some());
    let stranger = consoles.connection("55af3a9c").await;
    assert!(stranger.unwrap_err().is_not_found());
    remove(&nova.servers(), &server).await;
}

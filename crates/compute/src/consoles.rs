//! Consoles: ways to a server's screen, keyboard and serial port.

use ferriscloud_core::{Call, Client, Microversion, Operation, Path, Request, Secret, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// A console of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Console {
    /// The protocol, such as `vnc`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub protocol: String,
    /// What speaks it, such as `novnc`.
    #[serde(rename = "type", default, deserialize_with = "lenient::or_default")]
    pub console_type: String,
    /// Where it is. Whoever knows this is let in, so it is not shown by `Debug`, nor serialized.
    #[serde(skip_serializing)]
    pub url: Secret,
}

/// What speaks to a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConsoleType {
    /// A browser, by VNC.
    #[serde(rename = "novnc")]
    NoVnc,
    /// A browser, by SPICE.
    #[serde(rename = "spice-html5")]
    SpiceHtml5,
    /// A client of SPICE that reaches the host itself. Since 2.99.
    SpiceDirect,
    /// A browser, by RDP.
    #[serde(rename = "rdp-html5")]
    RdpHtml5,
    /// A serial port, by a web socket.
    Serial,
    /// A browser, by VMware's protocol. Since 2.8.
    #[serde(rename = "webmks")]
    WebMks,
}

impl ConsoleType {
    fn protocol(self) -> &'static str {
        match self {
            Self::NoVnc => "vnc",
            Self::SpiceHtml5 | Self::SpiceDirect => "spice",
            Self::RdpHtml5 => "rdp",
            Self::Serial => "serial",
            Self::WebMks => "mks",
        }
    }

    fn needs(self) -> Microversion {
        match self {
            Self::SpiceDirect => Microversion(2, 99),
            Self::WebMks => Microversion(2, 8),
            _ => Microversion(2, 6),
        }
    }
}

/// What a console's token leads to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConsoleConnection {
    /// The server.
    #[serde(rename = "instance_uuid", deserialize_with = "lenient::or_default")]
    pub server_id: ServerId,
    /// The host.
    #[serde(deserialize_with = "lenient::or_none")]
    pub host: Option<String>,
    /// The port of that host.
    #[serde(deserialize_with = "lenient::or_none")]
    pub port: Option<u16>,
    /// The port of that host with TLS. Since 2.99.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tls_port: Option<u16>,
    /// The path there, where one is needed.
    #[serde(deserialize_with = "lenient::or_none")]
    pub internal_access_path: Option<String>,
}

/// The consoles of servers.
#[derive(Debug, Clone)]
pub struct Consoles(pub(crate) Client);

impl Consoles {
    /// Opens a console of a server. Since 2.6:
    /// [`POST /servers/{id}/remote-consoles`](https://docs.openstack.org/api-ref/compute/#create-console).
    pub fn create(&self, server: impl Into<ServerId>, console: ConsoleType) -> Call<Console> {
        #[derive(Serialize)]
        struct Wanted {
            protocol: &'static str,
            r#type: ConsoleType,
        }
        let server = server.into();
        let path = Path::from(["servers", server.as_str(), "remote-consoles"]);
        let request = Request::new(Method::POST, path, Operation("create", "console"));
        let wanted = Wanted {
            protocol: console.protocol(),
            r#type: console,
        };
        let create = self.0.call(request.envelope("remote_console", &wanted));
        let create = create.under("remote_console").extract();
        create.since(console.needs())
    }

    /// Shows where the token in a console's URL leads to: for administrators alone. Since 2.31:
    /// [`GET /os-console-auth-tokens/{token}`](https://docs.openstack.org/api-ref/compute/#show-console-connection-information).
    pub fn connection(&self, token: &str) -> Call<ConsoleConnection> {
        let path = Path::from(["os-console-auth-tokens", token]);
        let request = Request::new(Method::GET, path, Operation("get", "console connection"));
        let get = self.0.call(request).under("console").extract();
        get.since(Microversion(2, 31))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let word = |console| to_value(console).unwrap();
        assert_eq!(word(ConsoleType::SpiceDirect), "spice-direct");
        assert_eq!(word(ConsoleType::NoVnc), "novnc");
        assert_eq!(word(ConsoleType::Serial), "serial");
    }

    #[test]
    fn a_way_in_is_not_shown() {
        let url = "http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3D55af3a9c";
        let console = json!({"protocol": "vnc", "type": "novnc", "url": url});
        let console: Console = from_value(console).unwrap();
        assert_eq!(console.url.expose(), url);
        assert!(!format!("{console:?}").contains("55af3a9c"));
    }
}

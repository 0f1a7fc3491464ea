//! A registry on loopback, to rehearse with: a sparse index and the packages, in memory.
//!
//! It speaks what cargo's book says under "Registries": index, upload and download, each connection for one
//! request.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What cargo calls it.
pub(super) const NAME: &str = "loopback";

#[derive(Clone)]
pub(super) struct Registry {
    address: String,
    shelves: Arc<Mutex<Shelves>>,
}

#[derive(Default)]
struct Shelves {
    /// By name: a line of the index for each version.
    index: BTreeMap<String, String>,
    /// By name and version, with a slash between.
    packages: BTreeMap<String, Vec<u8>>,
    /// After how many packages every further upload fails.
    full_at: Option<usize>,
}

impl Registry {
    /// Serves as long as the process lives.
    pub(super) fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let registry = Self {
            address: format!("http://{}", listener.local_addr()?),
            shelves: Arc::default(),
        };
        let serving = registry.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let registry = serving.clone();
                // What a client breaks off is its own affair.
                thread::spawn(move || registry.serve(&stream).ok());
            }
        });
        Ok(registry)
    }

    /// What cargo's configuration has to say of it.
    pub(super) fn configuration(&self) -> String {
        let index = self.index();
        format!("\n[registries.{NAME}]\nindex = \"{index}\"\ntoken = \"of no use elsewhere\"\n")
    }

    /// As cargo writes it into lock files.
    pub(super) fn index(&self) -> String {
        format!("sparse+{}/index/", self.address)
    }

    /// Fails uploads from so many packages on; or none any more.
    pub(super) fn full_at(&self, packages: Option<usize>) {
        self.with(|shelves| shelves.full_at = packages);
    }

    /// The names of what is in it.
    pub(super) fn names(&self) -> Vec<String> {
        self.with(|shelves| shelves.index.keys().cloned().collect())
    }

    /// Removes what cargo keeps of it: under this address there will not be such a registry again.
    pub(super) fn close(self) -> Result<()> {
        let home = std::env::home_dir().map(|home| home.join(".cargo"));
        let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
        let kept = home.context("cargo has no home")?.join("registry");
        for known in fs::read_dir(kept.join("index"))?.flatten() {
            let configuration = fs::read_to_string(known.path().join("config.json"));
            if configuration.is_ok_and(|text| text.contains(&format!("\"{}\"", self.address))) {
                for part in ["index", "cache", "src"] {
                    fs::remove_dir_all(kept.join(part).join(known.file_name())).ok();
                }
            }
        }
        Ok(())
    }

    fn with<T>(&self, action: impl FnOnce(&mut Shelves) -> T) -> T {
        action(&mut self.shelves.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn serve(&self, mut stream: &TcpStream) -> Result<()> {
        let request = Request::read(stream)?;
        let answer = self.answer(&request)?;
        let status = if answer.is_some() {
            "200 OK"
        } else {
            "404 Not Found"
        };
        let body = answer.unwrap_or_default();
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )?;
        Ok(stream.write_all(&body)?)
    }

    fn answer(&self, request: &Request) -> Result<Option<Vec<u8>>> {
        if request.method == "PUT" {
            return self.upload(&request.body).map(Some);
        }
        if request.path == "/index/config.json" {
            let address = &self.address;
            let packages = format!("{address}/packages/{{crate}}/{{version}}");
            return Ok(Some(serde_json::to_vec(
                &json!({ "dl": packages, "api": address }),
            )?));
        }
        Ok(
            self.with(|shelves| match request.path.strip_prefix("/packages/") {
                Some(package) => shelves.packages.get(package).cloned(),
                None => {
                    let (_, name) = request.path.rsplit_once('/')?;
                    shelves
                        .index
                        .get(name)
                        .map(|lines| lines.clone().into_bytes())
                }
            }),
        )
    }

    /// Two parts, each after its length in four bytes: what cargo says of a package, and the package.
    fn upload(&self, body: &[u8]) -> Result<Vec<u8>> {
        let (about, rest) = part(body).context("an upload without a description")?;
        let (package, _) = part(rest).context("an upload without a package")?;
        let about: Value = serde_json::from_slice(about)?;
        let (name, version) = (about["name"].as_str(), about["vers"].as_str());
        let (name, version) = name.zip(version).context("a package without a name")?;
        let line = line(&about, package);
        self.with(|shelves| {
            anyhow::ensure!(
                shelves
                    .full_at
                    .is_none_or(|most| shelves.packages.len() < most)
            );
            shelves
                .packages
                .insert(format!("{name}/{version}"), package.to_owned());
            shelves
                .index
                .entry(name.to_owned())
                .or_default()
                .push_str(&format!("{line}\n"));
            Ok(())
        })?;
        let nothing = json!({ "invalid_categories": [], "invalid_badges": [], "other": [] });
        Ok(serde_json::to_vec(&json!({ "warnings": nothing }))?)
    }
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// What the index says of a package. A dependency there has the name that the manifest gives it.
fn line(about: &Value, package: &[u8]) -> Value {
    let digest = Sha256::digest(package);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let dependencies = about["deps"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|dependency| {
            let mut line = dependency.clone();
            line["req"] = dependency["version_req"].clone();
            if let Some(alias) = dependency["explicit_name_in_toml"].as_str() {
                line["package"] = dependency["name"].clone();
                line["name"] = alias.into();
            }
            line
        });
    json!({
        "name": about["name"],
        "vers": about["vers"],
        "deps": dependencies.collect::<Vec<_>>(),
        // Those that name `dep:` belong to the second version of the form.
        "features": {},
        "features2": about["features"],
        "v": 2,
        "cksum": digest,
        "yanked": false,
        "rust_version": about["rust_version"],
    })
}

struct Request {
    method: String,
    path: String,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Result<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let mut word = || words.next().map(str::to_owned).context("no request");
        let (method, path) = (word()?, word()?);
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            let Some((name, value)) = header.trim().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "expect" => write!(&mut &*stream, "HTTP/1.1 100 Continue\r\n\r\n")?,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Ok(Self { method, path, body })
    }
}

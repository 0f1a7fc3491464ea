//! A small Swift in memory: objects, ranges, conditions, manifests, listings, deletion of many.
#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ferriscloud_fake::{Received, Reply};
use md5::{Digest, Md5};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// What is stored, by container and name with a slash between.
#[derive(Default)]
pub(crate) struct Swift(Mutex<BTreeMap<String, Stored>>);

#[derive(Clone, Default)]
pub(crate) struct Stored {
    pub(crate) data: Vec<u8>,
    pub(crate) etag: String,
    /// The segments, as a manifest shows them.
    manifest: Option<Value>,
}

/// An answer with the length of its body.
pub(crate) struct Answer(pub(crate) Reply, pub(crate) usize);

pub(crate) fn md5(data: &[u8]) -> String {
    let digest = Md5::digest(data);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Swift {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Stored>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, path: &str, data: &[u8]) {
        let stored = Stored {
            data: data.to_owned(),
            etag: md5(data),
            manifest: None,
        };
        self.lock().insert(path.to_owned(), stored);
    }

    pub(crate) fn remove(&self, path: &str) {
        self.lock().remove(path);
    }

    /// One with the same objects.
    pub(crate) fn copy(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }

    /// Changes a byte, and leaves the ETag as it was.
    pub(crate) fn damage(&mut self, path: &str, byte: usize) {
        if let Some(stored) = self.lock().get_mut(path) {
            stored.data[byte] ^= 1;
        }
    }

    pub(crate) fn get(&self, path: &str) -> Option<Stored> {
        self.lock().get(path).cloned()
    }

    /// Those whose paths begin so.
    pub(crate) fn list(&self, prefix: &str) -> Vec<String> {
        let all = self.lock();
        all.keys()
            .filter(|path| path.starts_with(prefix))
            .cloned()
            .collect()
    }

    pub(crate) fn answer(&self, request: &Received) -> Answer {
        let path = percent_decode_str(&request.path).decode_utf8_lossy();
        let path = path.trim_start_matches("/object-store").trim_matches('/');
        let method = request.method.as_str();
        let manifest = request.query.strip_prefix("multipart-manifest=");
        match (method, path.contains('/'), manifest) {
            ("POST", false, _) if path.is_empty() => self.delete_many(request),
            ("GET", false, _) if path == "info" => empty(404),
            ("GET", false, _) => self.listing(path, &request.query),
            (_, false, _) => empty(204),
            ("PUT", true, Some("put")) => self.put_manifest(path, request),
            ("PUT", true, _) => self.upload(path, request),
            ("DELETE", true, _) => empty(match self.lock().remove(path) {
                Some(_) => 204,
                None => 404,
            }),
            ("GET" | "HEAD", true, wanted) => match self.get(path) {
                Some(stored) => read(&stored, request, wanted == Some("get")),
                None => empty(404),
            },
            _ => empty(405),
        }
    }

    fn upload(&self, path: &str, request: &Received) -> Answer {
        let etag = md5(&request.body);
        if request.header("etag").is_some_and(|wanted| wanted != etag) {
            return empty(422);
        }
        self.put(path, &request.body);
        Answer(Reply::empty(201).header("Etag", &etag), 0)
    }

    fn put_manifest(&self, path: &str, request: &Received) -> Answer {
        let (mut data, mut etags, mut shown) = (Vec::new(), String::new(), Vec::new());
        let Some(segments) = request.json().as_array().cloned() else {
            return empty(400);
        };
        for segment in segments {
            let path = segment["path"].as_str().unwrap_or_default();
            let found = self.get(path.trim_start_matches('/'));
            let fits = |found: &Stored| {
                segment["etag"] == found.etag.as_str()
                    && segment["size_bytes"] == found.data.len()
                    && !found.data.is_empty()
            };
            let Some(found) = found.filter(fits) else {
                return empty(400);
            };
            let (name, length) = (format!("/{path}"), found.data.len());
            let nested = found.manifest.is_some();
            shown.push(
                json!({"name": name, "bytes": length, "hash": found.etag, "sub_slo": nested}),
            );
            etags.push_str(&found.etag);
            data.extend(found.data);
        }
        let stored = Stored {
            data,
            etag: md5(etags.as_bytes()),
            manifest: Some(shown.into()),
        };
        let reply = Reply::empty(201).header("Etag", &format!("\"{}\"", stored.etag));
        self.lock().insert(path.to_owned(), stored);
        Answer(reply, 0)
    }

    fn delete_many(&self, request: &Received) -> Answer {
        let lines = String::from_utf8_lossy(&request.body).into_owned();
        let paths = lines
            .lines()
            .map(|line| percent_decode_str(line).decode_utf8_lossy());
        let mut all = self.lock();
        let deleted = paths.filter(|path| all.remove(&**path).is_some()).count();
        sized(json!({"Number Deleted": deleted, "Response Status": "200 OK", "Errors": []}))
    }

    fn listing(&self, container: &str, query: &str) -> Answer {
        let parameter = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name);
            found.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned())
        };
        let (prefix, marker) = (parameter("prefix"), parameter("marker"));
        let all = self.lock();
        let entries = all.iter().filter_map(|(path, stored)| {
            let name = path.strip_prefix(container)?.strip_prefix('/')?;
            let fits = name.starts_with(prefix.as_deref().unwrap_or_default())
                && name > marker.as_deref().unwrap_or_default();
            fits.then(|| json!({"name": name, "bytes": stored.data.len(), "hash": stored.etag}))
        });
        sized(entries.collect::<Vec<_>>().into())
    }
}

fn read(stored: &Stored, request: &Received, manifest: bool) -> Answer {
    if let (Some(segments), true) = (&stored.manifest, manifest) {
        return sized(segments.clone());
    }
    let wanted = request.header("if-match").unwrap_or(&stored.etag);
    if wanted.trim_matches('"') != stored.etag {
        return empty(412);
    }
    let whole = stored.data.len();
    let range = request.header("range").and_then(|range| {
        let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
        let last = last
            .parse()
            .unwrap_or(usize::MAX)
            .min(whole.saturating_sub(1));
        Some((first.parse::<usize>().ok()?, last))
    });
    let (reply, length) = match range {
        Some((first, _)) if first >= whole && whole > 0 => return empty(416),
        Some((first, last)) if whole > 0 => {
            let part = &stored.data[first..=last];
            let said = format!("bytes {first}-{last}/{whole}");
            let reply = Reply::bytes(206, part).header("Content-Range", &said);
            (reply, part.len())
        }
        _ => (Reply::bytes(200, stored.data.clone()), whole),
    };
    let reply = reply.header("Etag", &stored.etag);
    let reply = match stored.manifest {
        Some(_) => reply.header("X-Static-Large-Object", "True"),
        None => reply,
    };
    Answer(reply, length)
}

fn empty(status: u16) -> Answer {
    Answer(Reply::empty(status), 0)
}

fn sized(value: Value) -> Answer {
    let length = value.to_string().len();
    Answer(Reply::json(200, value), length)
}

//! What somebody without a token does, with what we have signed.

use std::collections::BTreeMap;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Call, Operation, Path, Request};
use ferriscloud_objectstorage::ObjectStorage;
use ferriscloud_objectstorage::form_posts::FormPost;
use ferriscloud_objectstorage::temp_urls::TempUrl;
use http::{Method, header};

use super::moment;
use crate::verbs::Verbs;

pub(super) fn verbs(swift: &mut Verbs<ObjectStorage>) {
    swift.add(|swift| [visit(swift, &url(Method::GET, false))]);
    swift.add(|swift| [visit(swift, &url(Method::GET, true))]);
    swift.add(|swift| [visit(swift, &url(Method::PUT, false))]);
    swift.add(|swift| {
        let form = FormPost::new("key", until(), 9);
        let form = swift.form_post("box", "up_", &form);
        let fields = form.map(|form| form.fields).unwrap_or_default();
        let fields = fields.iter().map(|(name, value)| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        });
        let body = fields.collect::<String>() + "--edge--\r\n";
        let path = Path::default().segment("box").name("up_");
        let request = Request::new(Method::POST, path, Operation("post", "form"));
        let media_type = "multipart/form-data; boundary=edge";
        let request = request.header(header::CONTENT_TYPE, media_type);
        [swift.client().call(request.with_body(body))]
    });
}

fn until() -> Timestamp {
    moment().unwrap_or_default()
}

fn url(method: Method, prefix: bool) -> TempUrl {
    let mut url = TempUrl::new("key", until());
    url.method = method;
    url.prefix = prefix;
    url
}

/// Goes to a temporary URL.
fn visit(swift: &ObjectStorage, url: &TempUrl) -> Call<()> {
    let address = swift.temp_url("box", "a", url).unwrap_or_default();
    let (_, query) = address.split_once('?').unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let query: BTreeMap<String, String> = query.collect();
    let path = Path::default().segment("box").segment("a");
    let request = Request::new(url.method.clone(), path, Operation("visit", "address"));
    swift.client().call(request.filter(&query))
}

//! Forms, sent by somebody without a token.

use std::time::{Duration, SystemTime};

use ferriscloud::object_storage::containers::{ContainerSettings, UpdateContainer};
use ferriscloud::object_storage::form_posts::{FormPost, SignedForm};
use ferriscloud::object_storage::temp_urls::Digest;
use ferriscloud::time::Timestamp;
use ferriscloud::{ErrorKind, Operation, Path, Request, Result, Secret};
use http::{Method, header};

use crate::{HELLO, clear, container, storage, stranger};

/// Sends it as a browser does.
async fn submit(form: &SignedForm, files: &[(&str, &str)]) -> Result<()> {
    let mut body = String::new();
    for (name, value) in &form.fields {
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    for (name, text) in files {
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/x-own\r\n\r\n{text}\r\n"
        );
    }
    body += "--edge--\r\n";
    // A client has no slash at the end of its address.
    let (account, name) = form.action.split_once("/test-").unwrap();
    let path = Path::default().name(&format!("test-{}", percent_decode(name)));
    let client = stranger(account).await;
    let request = Request::new(Method::POST, path, Operation("post", "form"));
    let media_type = "multipart/form-data; boundary=edge";
    let request = request
        .header(header::CONTENT_TYPE, media_type)
        .with_body(body);
    client.call(request).await
}

fn percent_decode(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    let (_, decoded) = form_urlencoded::parse(pairs.as_bytes()).next().unwrap();
    decoded.into_owned()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn forms_upload_files() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let settings = ContainerSettings {
        temp_url_key: Secret::from("of the container").into(),
        ..ContainerSettings::default()
    };
    let key = UpdateContainer {
        settings,
        ..UpdateContainer::default()
    };
    let containers = storage.containers();
    containers.update(objects.container(), &key).await.unwrap();
    let at = |time: SystemTime| Timestamp::try_from(time).unwrap();
    let soon = at(SystemTime::now() + Duration::from_secs(300));
    let signed = |form: &FormPost, prefix: &str| {
        let form = storage.form_post(objects.container(), prefix, form);
        form.unwrap()
    };

    let mut form = FormPost::new("of the container", soon, 100);
    form.max_file_count = 2;
    for (digest, prefix) in [(Digest::Sha256, "up ä?_"), (Digest::Sha512, "")] {
        form.digest = digest;
        let files = [("a.txt", HELLO), ("b.txt", "two")];
        submit(&signed(&form, prefix), &files).await.unwrap();
        for (name, text) in files {
            let object = format!("{prefix}{name}");
            assert_eq!(objects.download(object).bytes().await.unwrap(), text);
        }
    }
    let head = objects.head("a.txt").await.unwrap();
    assert_eq!(head.content_type.as_deref(), Some("text/x-own"));

    form.redirect = Some("http://elsewhere.example.org/thanks".into());
    let error = submit(&signed(&form, "r_"), &[("c", HELLO)])
        .await
        .unwrap_err();
    let ErrorKind::Redirected(to) = error.kind() else {
        unreachable!("{error}");
    };
    assert!(
        to.contains("elsewhere.example.org/thanks?status=201"),
        "{to}"
    );
    objects.head("r_c").await.unwrap();

    form.redirect = None;
    form.max_file_size = 5;
    let error = submit(&signed(&form, "big_"), &[("d", HELLO)])
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 400, "{error}");
    let over = at(SystemTime::now() - Duration::from_secs(60));
    for wrong in [
        FormPost::new("guessed", soon, 100),
        FormPost::new("of the container", over, 100),
    ] {
        let error = submit(&signed(&wrong, "w_"), &[("e", HELLO)])
            .await
            .unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
    let slash = storage.form_post("a/b", "", &form).unwrap_err();
    assert!(matches!(slash.kind(), ErrorKind::Input(_)), "{slash}");
    clear(&storage, &objects).await;
}

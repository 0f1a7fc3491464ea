//! `docs/faults.md`, line by line: every fault is done to every kind of call.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod common;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use ferriscloud_core::{Body, Error, ErrorKind, Result};
use ferriscloud_fake::{Fake, FakeCloud, Received, Reply};
use futures_util::{StreamExt, stream};
use serde_json::json;

use common::{hasty, setup};

const KINDS: [&str; 6] = ["GET", "POST", "PUT", "stream", "list", "login"];

const LONG: Duration = Duration::from_secs(9);

/// More than fits into a description of a token.
const LARGEST: u64 = 10_000;

/// The rows: a fault, and what becomes of each kind of call.
fn table() -> Vec<(String, Vec<String>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/faults.md");
    let text = std::fs::read_to_string(path).unwrap();
    // The table of transfers is another crate's.
    let text = text.split("\n## Transfers").next().unwrap();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let mut rows = rows.map(|line| {
        let cells = line.trim_matches('|').split('|');
        let mut cells = cells.map(|cell| cell.trim().to_owned());
        (cells.next().unwrap(), cells.collect::<Vec<_>>())
    });
    assert_eq!(
        rows.next().unwrap(),
        ("fault".to_owned(), KINDS.map(str::to_owned).into())
    );
    rows.filter(|(fault, _)| !fault.starts_with("---"))
        .collect()
}

/// What the server does, once, instead of this good answer.
fn fault(name: &str, good: Reply) -> Reply {
    match name {
        "connection reset" => Reply::reset(),
        "connection closed" => Reply::close(),
        "answer breaks off" => good.truncated(3),
        "silence" => good.delayed(LONG),
        "silence in the answer" => good.stalled(3),
        "not HTTP" => Reply::raw("SSH-2.0-OpenSSH_9.9\r\n"),
        "HTML" => Reply::text(200, "<html>Welcome</html>").header("X-Subject-Token", "t"),
        "JSON cut short" => Reply::bytes(200, r#"{"a": ["#).header("X-Subject-Token", "t"),
        "too large" => Reply::bytes(200, vec![b' '; LARGEST as usize + 1]),
        "redirect elsewhere" => Reply::empty(302).header("Location", "http://127.0.0.1:9/"),
        "429 for a year" => Reply::empty(429).header("Retry-After", "31536000"),
        status => Reply::empty(
            status
                .parse()
                .unwrap_or_else(|_| panic!("the fault {status:?}")),
        ),
    }
}

/// What answers well to each kind of call.
fn good(request: &Received) -> Reply {
    let link = json!([{"rel": "next", "href": "?marker=a"}]);
    Reply::json(
        200,
        match (request.path.as_str(), request.query.as_str()) {
            ("/compute/list", "") => json!({"list": ["a"], "list_links": link}),
            ("/compute/list", _) => json!({"list": ["b"]}),
            _ => json!({"well": true}),
        },
    )
}

#[tokio::test]
async fn every_fault_does_to_every_call_what_the_document_says() {
    let rows = table();
    assert!(rows.len() > 20, "the table is not read");
    let cells = rows.iter().flat_map(|(fault, cells)| {
        assert_eq!(cells.len(), KINDS.len(), "{fault}");
        let cells = KINDS.into_iter().zip(cells);
        cells.map(move |(kind, expected)| async move {
            let came = outcome(fault, kind).await;
            (came != *expected).then(|| format!("{fault} of {kind}: {came}, not {expected}"))
        })
    });
    // Some at a time: each has pauses to make.
    let wrong = stream::iter(cells).buffer_unordered(12);
    let wrong: Vec<_> = wrong.filter_map(std::future::ready).collect().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What becomes of a call of this kind.
async fn outcome(name: &str, kind: &'static str) -> String {
    let nobody = name == "nobody listens";
    let due = AtomicBool::new(!nobody);
    let strike = {
        let name = name.to_owned();
        move |good: Reply| match due.swap(false, Ordering::Relaxed) {
            true => fault(&name, good),
            false => good,
        }
    };
    let fake = if kind == "login" {
        let fake = Fake::cloud(good);
        fake.on_login(strike);
        fake
    } else {
        Fake::cloud(move |request| match request.query.as_str() {
            "" if kind == "list" => good(request),
            _ => strike(good(request)),
        })
    };
    let result = send(&fake, name, kind).await;
    if nobody {
        let error = result.unwrap_err();
        return match error.trace().attempts {
            1 => word(&error),
            _ => "again".to_owned(),
        };
    }
    let sent = if kind == "login" {
        fake.logins()
    } else {
        fake.calls()
    };
    // The first page of a list, and the login before the call, are as they should be.
    let sent = sent.len() - usize::from(kind == "list");
    let logins = fake.logins().len().saturating_sub(1);
    match result {
        Err(error) if sent == 1 => word(&error),
        Ok(()) if sent == 2 && (kind == "login" || logins == 0) => "again".to_owned(),
        Ok(()) if sent == 2 && logins == 1 => "login".to_owned(),
        other => format!("{other:?}, sent {sent} times, with {logins} logins"),
    }
}

async fn send(fake: &FakeCloud, name: &str, kind: &str) -> Result<()> {
    let setup = match name {
        "silence" | "silence in the answer" => hasty(fake),
        _ => setup(fake),
    };
    let setup = match (name, kind) {
        ("nobody listens", "login") => setup.auth_url(Fake::nobody()),
        ("nobody listens", _) => setup.endpoint("compute", Fake::nobody()),
        _ => setup,
    };
    let cloud = setup.largest_answer(LARGEST).connect().await?;
    let compute = cloud.service("compute")?;
    match kind {
        "GET" => compute.get(["thing"]).await?,
        "POST" => compute.post(["thing"], &json!({})).await?,
        "PUT" => compute.put(["thing"], &json!({})).await?,
        "stream" => {
            let pieces = ["ab", "cd"].map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece)));
            let body = Body::once(stream::iter(pieces), None);
            compute.put(["thing"], "").body(body).await?
        }
        "list" => {
            let items = compute.list(["list"], "list").all().await?;
            assert_eq!(items, ["a", "b"]);
            json!(items)
        }
        _ => json!(null),
    };
    Ok(())
}

/// A status, or the name of the kind of error.
fn word(error: &Error) -> String {
    if let Some(status) = error.status() {
        return status.as_str().to_owned();
    }
    let kind = match error.kind() {
        ErrorKind::Connect => "Connect",
        ErrorKind::Interrupted => "Interrupted",
        ErrorKind::Timeout(..) => "Timeout",
        ErrorKind::Decode(_) => "Decode",
        ErrorKind::TooLarge(_) => "TooLarge",
        ErrorKind::Redirected(_) => "Redirected",
        ErrorKind::NotReplayable => "NotReplayable",
        other => return format!("{other:?}"),
    };
    kind.to_owned()
}

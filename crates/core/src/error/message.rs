//! Reading the error answers of all services: each has shapes of its own.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::Fault;
use crate::microversion::Microversion;

/// As much of a message as is shown.
const LONGEST: usize = 2_000;

/// Reads an error answer: Nova's and Cinder's nested object, Keystone's `error`, Neutron's
/// `NeutronError`, Placement's `errors`, Ironic's `faultstring`, Swift's and Glance's HTML, plain text.
pub(crate) fn read(status: StatusCode, headers: HeaderMap, body: Bytes) -> Fault {
    let json = serde_json::from_slice::<Value>(&body).ok();
    let (code, message) = match &json {
        Some(json) => from_json(json),
        None => (None, from_text(&String::from_utf8_lossy(&body))),
    };
    let microversions = (status == StatusCode::NOT_ACCEPTABLE)
        .then(|| microversions(json.as_ref(), &message))
        .flatten();
    let mut message = match message.trim() {
        "" => status.canonical_reason().unwrap_or("no message").to_owned(),
        text => text.to_owned(),
    };
    if let Some((cut, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(cut);
        message.push('…');
    }
    Fault {
        status,
        code,
        message,
        request_id: request_id(&headers).map(str::to_owned),
        retry_after: retry_after(&headers, SystemTime::now()),
        microversions,
        headers,
        body,
    }
}

/// The microversions there are: in fields of their own, as Placement has them, or in Nova's and Cinder's sentence.
fn microversions(json: Option<&Value>, message: &str) -> Option<(Microversion, Microversion)> {
    let error = json.and_then(|json| json.get("errors")?.get(0));
    let field = |name: &str| error?.get(name)?.as_str()?.parse().ok();
    let after = |words: &str| {
        let (_, rest) = message.split_once(words)?;
        let number = rest.split_whitespace().next()?;
        number.trim_end_matches(['.', ',']).parse().ok()
    };
    let min = field("min_version").or_else(|| after("Minimum is "))?;
    Some((min, field("max_version").or_else(|| after("maximum is "))?))
}

/// The id under which the service logged the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    [
        "x-openstack-request-id",
        "x-compute-request-id",
        "x-trans-id",
    ]
    .iter()
    .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// How long to wait: in seconds, or until a date.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

fn from_json(json: &Value) -> (Option<String>, String) {
    // Some services wrap JSON in JSON, as text.
    if let Some(inner) = json.get("error_message").and_then(Value::as_str) {
        return match serde_json::from_str::<Value>(inner) {
            Ok(inner) => from_json(&inner),
            Err(_) => (None, inner.to_owned()),
        };
    }
    if let Some(first) = json.get("errors").and_then(|errors| errors.get(0)) {
        return (
            word(first, "code").or_else(|| word(first, "title")),
            say(first),
        );
    }
    if let Some(error) = json.get("error").filter(|error| error.is_object()) {
        return (
            word(error, "type").or_else(|| word(error, "title")),
            say(error),
        );
    }
    if let Some(error) = json.get("NeutronError") {
        return (word(error, "type"), say(error));
    }
    // Swift says of each path what is wrong with it.
    if let Some(errors) = json.get("Errors").and_then(Value::as_array) {
        let told = errors.iter().filter_map(|error| {
            let (path, why) = (error.get(0)?.as_str()?, error.get(1)?.as_str()?);
            Some(format!("{path}: {why}"))
        });
        let whole = word(json, "Response Body").filter(|text| !text.is_empty());
        let told: Vec<_> = whole.into_iter().chain(told).collect();
        return (None, told.join("; "));
    }
    // One key that names the error, with an object that describes it.
    if let Value::Object(object) = json {
        for (name, described) in object {
            if described.get("message").is_some() {
                return (Some(name.clone()), say(described));
            }
        }
    }
    (word(json, "code"), say(json))
}

fn word(json: &Value, key: &str) -> Option<String> {
    json.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The first of the keys that services put their sentence under.
fn say(json: &Value) -> String {
    let keys = [
        "message",
        "detail",
        "faultstring",
        "explanation",
        "description",
        "error",
        "title",
    ];
    keys.iter()
        .find_map(|key| word(json, key).filter(|text| !text.is_empty()))
        .or_else(|| json.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Plain text as it is; of HTML what a reader would see.
fn from_text(text: &str) -> String {
    if !text.trim_start().starts_with('<') {
        return text.to_owned();
    }
    let body = text.find("<body").map_or(text, |start| &text[start..]);
    let mut shown = String::new();
    for piece in body.split('<').skip(1) {
        let (_, words) = piece.split_once('>').unwrap_or((piece, ""));
        shown.push_str(words);
        shown.push(' ');
    }
    let words: Vec<_> = shown.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> Fault {
        read(
            StatusCode::CONFLICT,
            HeaderMap::new(),
            Bytes::copy_from_slice(body.as_bytes()),
        )
    }

    #[test]
    fn every_service_is_understood() {
        let cases = [
            (
                r#"{"itemNotFound": {"message": "No server", "code": 404}}"#,
                Some("itemNotFound"),
                "No server",
            ),
            (
                r#"{"error": {"code": 401, "message": "Log in", "title": "Unauthorized"}}"#,
                Some("Unauthorized"),
                "Log in",
            ),
            (
                r#"{"NeutronError": {"type": "InUse", "message": "Used", "detail": ""}}"#,
                Some("InUse"),
                "Used",
            ),
            (
                r#"{"errors": [{"status": 404, "title": "Not Found", "detail": "No rp", "code": "placement.x"}]}"#,
                Some("placement.x"),
                "No rp",
            ),
            (
                r#"{"error_message": "{\"faultstring\": \"Node locked\"}"}"#,
                None,
                "Node locked",
            ),
            (r#"{"message": "plain"}"#, None, "plain"),
            (
                r#"{"Response Status": "400 Bad Request", "Errors": [["/c/o", "Etag Mismatch"], ["/c/p", "404"], 3]}"#,
                None,
                "/c/o: Etag Mismatch; /c/p: 404",
            ),
            (
                "<html><head><title>t</title></head><body><h1>404 Not Found</h1><p>No <b>object</b>.</p></body></html>",
                None,
                "404 Not Found No object .",
            ),
            ("just words", None, "just words"),
            ("", None, "Conflict"),
            ("[1, 2", None, "[1, 2"),
        ];
        for (body, code, message) in cases {
            let fault = fault(body);
            assert_eq!(
                (fault.code.as_deref(), fault.message.as_str()),
                (code, message),
                "{body}"
            );
        }
    }

    #[test]
    fn the_microversions_there_are() {
        let cases = [
            (
                r#"{"computeFault": {"message": "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.104."}}"#,
                Some(((2, 1), (2, 104))),
            ),
            (
                r#"{"errors": [{"status": 406, "detail": "No", "min_version": "1.0", "max_version": "1.39"}]}"#,
                Some(((1, 0), (1, 39))),
            ),
            (r#"{"message": "Minimum is what it is"}"#, None),
            ("", None),
        ];
        for (body, expected) in cases {
            let fault = read(
                StatusCode::NOT_ACCEPTABLE,
                HeaderMap::new(),
                Bytes::from_static(body.as_bytes()),
            );
            let found = fault
                .microversions
                .map(|(min, max)| ((min.0, min.1), (max.0, max.1)));
            assert_eq!(found, expected, "{body}");
        }
    }

    #[test]
    fn long_messages_are_cut() {
        assert!(fault(&"ä".repeat(10_000)).message.chars().count() <= LONGEST + 1);
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        let wait = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.parse().unwrap());
            retry_after(
                &headers,
                httpdate::parse_http_date("Mon, 23 Nov 2026 10:20:30 GMT").unwrap(),
            )
        };
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            wait("Mon, 23 Nov 2026 10:20:45 GMT"),
            Some(Duration::from_secs(15))
        );
        assert_eq!(wait("Mon, 23 Nov 2026 10:20:15 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-1"), None);
    }
}

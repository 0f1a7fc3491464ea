//! Where a redirect leads, and whether to go there.

use http::{Method, Uri};

use crate::body::Body;
use crate::error::Error;
use crate::request::Settings;
use crate::sender::without_user;

/// So many redirects in a row are a circle.
const MOST: u32 = 5;

/// The address that a `Location` means, seen from the address that was asked; without a user in it.
fn target(asked: &Uri, location: &Uri) -> Option<Uri> {
    let (to, asked) = (location.clone().into_parts(), asked.clone().into_parts());
    let authority = to.authority.or(asked.authority)?;
    Uri::builder()
        .scheme(to.scheme.or(asked.scheme)?)
        .authority(without_user(authority).ok()?)
        .path_and_query(to.path_and_query?)
        .build()
        .ok()
}

/// Leads the request to where the answer said, if that is safe; the method stays what it was.
///
/// What has a token, or a body, stays on the scheme and host that it was meant for. Reading without a token, as
/// discovery does, may go anywhere.
pub(crate) fn follow(request: &mut http::Request<Body>, error: &Error, made: u32) -> bool {
    let here = request.uri();
    let location = error.trace().redirect.0.as_ref().filter(|_| made <= MOST);
    let Some(to) = location.and_then(|location| target(here, location)) else {
        return false;
    };
    let same_origin = to.scheme() == here.scheme() && to.authority() == here.authority();
    let settings = request.extensions().get::<Settings>();
    let anonymous = settings.is_some_and(|settings| settings.anonymous);
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let goes = same_origin || (anonymous && reads);
    if goes {
        *request.uri_mut() = to;
    }
    goes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_ones_are_put_on_the_host_that_was_asked() {
        let asked: Uri = "https://h:5000/v3".parse().unwrap();
        let cases = [
            ("/v3/", Some("https://h:5000/v3/")),
            ("http://other/v3?x=1", Some("http://other/v3?x=1")),
            ("http://somebody:secret@other/v3", Some("http://other/v3")),
        ];
        for (location, expected) in cases {
            let found = target(&asked, &location.parse().unwrap()).map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), expected, "{location}");
        }
    }
}

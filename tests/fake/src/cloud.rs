//! A small cloud: Keystone's login, a catalog, and tokens that end or are revoked.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::{Fake, Received, Reply, lock};

/// A cloud of one handler: [`Fake`] with a Keystone before it.
///
/// `POST /v3/auth/tokens` takes any credentials, and issues `token-1`, `token-2` and so on. Its catalog has
/// `compute`, `volumev3`, `object-store`, `identity` and `image` in `RegionOne`, all here, below a path of
/// that name: `/compute/servers`. The handler sees only what comes with a good token.
pub struct FakeCloud {
    fake: Fake,
    keystone: Arc<Keystone>,
}

#[derive(Default)]
struct Keystone {
    /// Known once the server has been started.
    url: OnceLock<String>,
    state: Mutex<State>,
}

struct State {
    logins: usize,
    calls: usize,
    /// The good tokens, and when each of them ends.
    good: HashMap<String, SystemTime>,
    /// How old tokens are when they are issued, and how long they have left.
    life: (Duration, Duration),
    /// The services in the catalog.
    services: Vec<String>,
    /// What becomes of the answers to logins.
    answer: Arc<dyn Fn(Reply) -> Reply + Send + Sync>,
}

impl FakeCloud {
    pub(crate) fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let keystone = Arc::<Keystone>::default();
        let fake = Fake::start({
            let keystone = keystone.clone();
            move |request| match keystone.admit(request) {
                Ok(number) => handler(&Received {
                    number,
                    ..request.clone()
                }),
                Err(reply) => reply,
            }
        });
        keystone.url.get_or_init(|| fake.url());
        Self { fake, keystone }
    }

    /// Where it is, without a trailing slash.
    pub fn url(&self) -> String {
        self.fake.url()
    }

    /// Where to log in.
    pub fn auth_url(&self) -> String {
        format!("{}/v3", self.url())
    }

    /// What it was asked so far, refused or not, but for logins.
    pub fn calls(&self) -> Vec<Received> {
        let mut requests = self.fake.requests();
        requests.retain(|request| !is_login(request));
        requests
    }

    /// The logins that were tried so far.
    pub fn logins(&self) -> Vec<Received> {
        let mut requests = self.fake.requests();
        requests.retain(is_login);
        requests
    }

    /// Makes all tokens issued so far worthless.
    pub fn revoke_tokens(&self) {
        lock(&self.keystone.state).good.clear();
    }

    /// How old the tokens issued from now on are said to be, and how long they have left: nothing and an hour,
    /// where this is not called.
    pub fn set_token_life(&self, age: Duration, left: Duration) {
        lock(&self.keystone.state).life = (age, left);
    }

    /// Has one more service in the catalogs of the logins to come, at `/{service_type}`.
    pub fn add_service(&self, service_type: &str) {
        let mut state = lock(&self.keystone.state);
        state.services.push(service_type.to_owned());
    }

    /// Resets the connection of requests in the middle of their bodies: see [`Fake::cut_off`].
    pub fn cut_off(&self, after: impl Fn(&Received) -> Option<usize> + Send + Sync + 'static) {
        self.fake.cut_off(after);
    }

    /// Forgets what it was asked so far, which would fill the memory in a long run. It goes on counting.
    pub fn forget(&self) {
        self.fake.forget();
    }

    /// From now on answers logins with what `change` makes of the answer: a refusal, say, or a delay.
    pub fn on_login(&self, change: impl Fn(Reply) -> Reply + Send + Sync + 'static) {
        lock(&self.keystone.state).answer = Arc::new(change);
    }
}

impl fmt::Debug for FakeCloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FakeCloud({})", self.url())
    }
}

impl Keystone {
    /// The number of a call with a good token; the answer to anything else.
    fn admit(&self, request: &Received) -> Result<usize, Reply> {
        let mut state = lock(&self.state);
        if is_login(request) {
            state.logins += 1;
            let token = format!("token-{}", state.logins);
            let now = SystemTime::now();
            state.good.retain(|_, end| now < *end);
            let end = now + state.life.1;
            state.good.insert(token.clone(), end);
            let url = self.url.get().map_or("", String::as_str);
            let reply = Reply::json(201, description(url, now, &state));
            return Err((state.answer)(reply.header("X-Subject-Token", &token)));
        }
        if request.method == "GET" && request.path == "/" {
            let url = self.url.get().map_or("", String::as_str);
            return Err(Reply::json(300, versions(url)));
        }
        let token = request.header("x-auth-token").unwrap_or_default();
        let end = state.good.get(token);
        if end.is_none_or(|end| *end <= SystemTime::now()) {
            let message = "The request you have made requires authentication.";
            let error = json!({"code": 401, "title": "Unauthorized", "message": message});
            return Err(Reply::json(401, json!({"error": error})));
        }
        state.calls += 1;
        Ok(state.calls)
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            logins: 0,
            calls: 0,
            good: HashMap::new(),
            life: (Duration::ZERO, Duration::from_secs(3600)),
            services: ["compute", "volumev3", "object-store", "identity", "image"]
                .map(str::to_owned)
                .into(),
            answer: Arc::new(|reply| reply),
        }
    }
}

fn is_login(request: &Received) -> bool {
    request.method == "POST" && request.path == "/v3/auth/tokens"
}

/// What Keystone says of its versions.
fn versions(url: &str) -> Value {
    let links = [json!({"rel": "self", "href": format!("{url}/v3/")})];
    json!({"versions": {"values": [{"id": "v3.14", "status": "stable", "links": links}]}})
}

/// What Keystone says of a token.
fn description(url: &str, now: SystemTime, state: &State) -> Value {
    let service = |kind: &String| {
        let path = if kind == "identity" { "v3" } else { kind };
        let url = format!("{url}/{path}");
        json!({"type": kind, "name": kind, "endpoints": [
            {"interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": url},
        ]})
    };
    let (age, left) = state.life;
    json!({"token": {
        "methods": ["password"],
        "issued_at": seconds(now - age),
        "expires_at": seconds(now + left),
        "user": {"id": "u-1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
        "project": {"id": "p-1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
        "roles": [{"id": "r-1", "name": "member"}],
        "catalog": state.services.iter().map(service).collect::<Vec<_>>(),
    }})
}

/// A time as seconds since 1970: true to the thousandth, and without a calendar.
fn seconds(time: SystemTime) -> String {
    let age = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    format!("{}.{:03}", age.as_secs(), age.subsec_millis())
}

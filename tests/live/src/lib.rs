//! What the live tests share: the clouds of the test cloud's `clouds.yaml`, and names that do not collide.
//!
//! `cargo xtask test` brings a cloud up and names its `clouds.yaml` in `OS_CLIENT_CONFIG_FILE`.
#![allow(clippy::expect_used, reason = "a test's way to fail")]

mod recording;

use std::sync::atomic::{AtomicU32, Ordering};

use ferriscloud::config::CloudConfig;
use ferriscloud::{Cloud, CloudSetup};

use recording::Recording;
pub use recording::done;

/// The cloud as an ordinary user sees it.
pub async fn demo() -> Cloud {
    cloud("ferris-demo").await
}

/// The cloud as its administrator sees it.
pub async fn admin() -> Cloud {
    cloud("ferris-admin").await
}

/// The cloud as another ordinary user sees it, in a project of their own.
pub async fn alt() -> Cloud {
    cloud("ferris-alt").await
}

/// A cloud of the test cloud's `clouds.yaml`. What it is asked is written down.
pub async fn cloud(name: &str) -> Cloud {
    let config = CloudConfig::named(name).expect("a test cloud: see `cargo xtask cloud up`");
    let setup = recorded(CloudSetup::new(config));
    setup.connect().await.expect("the test cloud to run")
}

/// A cloud of one's own description, of which it is written down what it is asked.
pub fn recorded(setup: CloudSetup) -> CloudSetup {
    setup.layer(Recording)
}

/// A name that no other test, and no earlier run, has used.
pub fn unique(word: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let nanoseconds = std::time::UNIX_EPOCH
        .elapsed()
        .map_or(0, |age| age.subsec_nanos());
    format!("test-{word}-{}-{count}-{nanoseconds}", std::process::id())
}

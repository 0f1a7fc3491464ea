//! Tokens that are kept in a file.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::path::PathBuf;
use std::time::Duration;

use ferriscloud_core::auth::{Password, Token, UserRef};
use ferriscloud_core::{Cloud, CloudSetup};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use serde_json::json;

use common::{PASSWORD, failed, servers, setup};

/// A file of its own for each test, gone with it.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("ferriscloud-token-{}-{name}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn fake() -> FakeCloud {
    Fake::cloud(|_| Reply::json(200, json!({"servers": []})))
}

async fn use_it(setup: CloudSetup) -> Cloud {
    let cloud = setup.connect().await.unwrap();
    servers(&cloud).await;
    cloud
}

#[tokio::test]
async fn a_second_program_does_not_log_in() {
    let (fake, file) = (fake(), File::new("twice"));
    let first = use_it(setup(&fake).token_file(&file.0)).await;
    let second = use_it(setup(&fake).token_file(&file.0)).await;
    assert_eq!(fake.logins().len(), 1);
    assert_eq!(fake.calls().len(), 2);
    let (first, second) = (
        first.access().await.unwrap(),
        second.access().await.unwrap(),
    );
    assert_eq!(first.project, second.project);
    assert_eq!(first.expires_at, second.expires_at);
    assert!(!file.text().contains(PASSWORD));
}

#[tokio::test]
async fn a_refused_token_is_dropped() {
    let (fake, file) = (fake(), File::new("refused"));
    use_it(setup(&fake).token_file(&file.0)).await;
    let before = file.text();
    fake.revoke_tokens();
    use_it(setup(&fake).token_file(&file.0)).await;
    assert_eq!(fake.logins().len(), 2);
    assert_ne!(file.text(), before);
    use_it(setup(&fake).token_file(&file.0)).await;
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test]
async fn a_token_near_its_end_is_not_taken_up() {
    let (fake, file) = (fake(), File::new("old"));
    fake.set_token_life(Duration::from_secs(3600), Duration::from_secs(5));
    use_it(setup(&fake).token_file(&file.0)).await;
    fake.set_token_life(Duration::ZERO, Duration::from_secs(3600));
    use_it(setup(&fake).token_file(&file.0)).await;
    assert!(fake.logins().len() >= 2);
}

#[tokio::test]
async fn nobody_gets_the_token_of_another() {
    let (fake, file) = (fake(), File::new("another"));
    use_it(setup(&fake).token_file(&file.0)).await;
    let other = Password::new(UserRef::Id("u-2".into()), PASSWORD);
    let _ = setup(&fake).auth(other).token_file(&file.0).connect().await;
    assert_eq!(fake.logins().len(), 2);
    let error = setup(&fake).auth(Token::new("t")).token_file(&file.0);
    failed(error.connect().await, &["cannot be kept"]);
}

#[tokio::test]
async fn nonsense_in_the_file_is_no_harm() {
    let (fake, file) = (fake(), File::new("nonsense"));
    for (number, content) in ["", "{}", r#"{"whose": 1}"#, "\u{0}"].iter().enumerate() {
        std::fs::write(&file.0, content).unwrap();
        use_it(setup(&fake).token_file(&file.0)).await;
        assert_eq!(fake.logins().len(), number + 1);
    }
    // Nor a folder that is not there: then it cannot be kept.
    use_it(setup(&fake).token_file(file.0.join("no").join("such"))).await;
}

#[cfg(unix)]
#[tokio::test]
async fn it_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (fake, file) = (fake(), File::new("owner"));
    use_it(setup(&fake).token_file(&file.0)).await;
    let mode = || std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&file.0, PermissionsExt::from_mode(0o644)).unwrap();
    use_it(setup(&fake).token_file(&file.0)).await;
    assert_eq!(
        fake.logins().len(),
        2,
        "a file that others can read was used"
    );
    assert_eq!(mode(), 0o600);
}

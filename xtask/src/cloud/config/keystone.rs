//! Keystone: identity.

use super::{Config, LOG, TRANSPORT, data, database};
use crate::cloud::layout::Cloud;

pub(super) fn config(cloud: &Cloud) -> Config {
    let database = database(cloud, "keystone");
    let data = data(cloud, "keystone");
    let data = data.display();
    let text = format!(
        "[DEFAULT]
{LOG}
{TRANSPORT}

[database]
{database}

[token]
provider = fernet
expiration = 14400

[fernet_tokens]
key_repository = {data}/fernet

[fernet_receipts]
key_repository = {data}/fernet

[credential]
key_repository = {data}/credential

[identity]
# The lowest cost of bcrypt: the default takes 0.2 s of CPU per login.
password_hash_rounds = 4

[auth]
methods = password,token,totp,oauth1,mapped,application_credential

[cache]
# A dict in the process: one request makes dozens of look-ups, and takes ten times as long without.
enabled = true
backend = dogpile.cache.memory
"
    );
    Config {
        directories: &[],
        files: vec![("keystone.conf".to_owned(), text)],
    }
}

//! Placement: what Nova's hosts have left.

use super::{Config, LOG, database, token_check};
use crate::cloud::layout::Cloud;

pub(super) fn config(cloud: &Cloud) -> Config {
    let database = database(cloud, "placement");
    let token_check = token_check(cloud, "placement", "placement");
    let text = format!(
        "[DEFAULT]
{LOG}

[placement_database]
{database}

[keystone_authtoken]
{token_check}
"
    );
    Config {
        directories: &[],
        files: vec![("placement.conf".to_owned(), text)],
    }
}

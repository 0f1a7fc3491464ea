//! Compute: Nova.

mod aggregates;
mod assisted_volume_snapshots;
mod availability_zones;
mod consoles;
mod external_events;
mod flavor_access;
mod flavor_extra_specs;
mod flavors;
mod hypervisors;
mod instance_actions;
mod interfaces;
mod keypairs;
mod limits;
mod migrations;
mod operator_actions;
mod quota_classes;
mod quota_sets;
mod server_actions;
mod server_details;
mod server_groups;
mod server_metadata;
mod server_migrations;
mod server_shares;
mod server_tags;
mod servers;
mod services;
mod usage_audits;
mod usages;
mod versions;
mod volume_attachments;

use anyhow::Result;
use ferriscloud_compute::Compute;
use ferriscloud_core::Microversion;
use ferriscloud_core::time::{self, Timestamp};

use crate::subject::{Data, Declined, Subject};
use crate::verbs::Verbs;

/// The id of anything.
const ID: &str = "0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90";

const DATA: Data = Data {
    name: "compute",
    operations: include_str!("../data/compute.tsv"),
    schemas: include_str!("../data/compute.json"),
    path: "/v2.1",
    lowest: Microversion(2, 1),
    declined: &DECLINED,
};

const DECLINED: [Declined; 1] = [Declined {
    operation: "POST /servers/{id}/action createImage",
    is: |answer| answer["image_id"].is_null(),
    why: "an image without an id is an error: there is nothing else in the answer",
}];

/// Nova, with all verbs that we have of it.
///
/// # Errors
/// A verb that is no operation of it.
pub fn subject() -> Result<Subject> {
    Subject::new(&DATA, verbs)
}

fn verbs(nova: &mut Verbs<Compute>) {
    aggregates::verbs(nova);
    assisted_volume_snapshots::verbs(nova);
    availability_zones::verbs(nova);
    consoles::verbs(nova);
    external_events::verbs(nova);
    flavor_access::verbs(nova);
    flavor_extra_specs::verbs(nova);
    flavors::verbs(nova);
    hypervisors::verbs(nova);
    instance_actions::verbs(nova);
    interfaces::verbs(nova);
    keypairs::verbs(nova);
    limits::verbs(nova);
    migrations::verbs(nova);
    operator_actions::verbs(nova);
    quota_classes::verbs(nova);
    quota_sets::verbs(nova);
    server_actions::verbs(nova);
    server_details::verbs(nova);
    server_groups::verbs(nova);
    server_metadata::verbs(nova);
    server_migrations::verbs(nova);
    server_shares::verbs(nova);
    server_tags::verbs(nova);
    servers::verbs(nova);
    services::verbs(nova);
    usage_audits::verbs(nova);
    usages::verbs(nova);
    versions::verbs(nova);
    volume_attachments::verbs(nova);
}

/// Some text.
fn text() -> Option<String> {
    Some("web".to_owned())
}

/// Some time.
fn moment() -> Option<Timestamp> {
    time::parse("2026-11-24T05:52:10Z")
}

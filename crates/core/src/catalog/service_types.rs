//! The official types of services, and what catalogs call them besides.
//!
//! The data are those of the OpenStack service-types authority, whose aliases are in the order of preference.

/// The types to look for in a catalog, the wanted one first.
pub(super) fn candidates(wanted: &str) -> Vec<&str> {
    let family = ALIASES
        .iter()
        .find(|(official, aliases)| *official == wanted || aliases.contains(&wanted));
    let mut types = vec![wanted];
    if let Some((official, aliases)) = family {
        types.extend(
            std::iter::once(official)
                .chain(*aliases)
                .filter(|name| **name != wanted),
        );
    }
    types
}

/// Whether an endpoint of this type serves the API that the type stands for today.
///
/// Only block storage kept its old versions under aliases: v1 and v2 are other APIs.
pub(super) fn is_current(service_type: &str, url: &str) -> bool {
    !matches!(service_type, "volume" | "volumev2") || url.split('/').any(|segment| segment == "v3")
}

const ALIASES: &[(&str, &[&str])] = &[
    ("admin-logic", &["registration"]),
    ("alarm", &["alarming"]),
    ("application-container", &["container"]),
    ("application-deployment", &["application_deployment"]),
    ("baremetal", &["bare-metal"]),
    (
        "block-storage",
        &["volumev3", "volumev2", "volume", "block-store"],
    ),
    ("clustering", &["resource-cluster", "cluster"]),
    (
        "container-infrastructure-management",
        &["container-infrastructure", "container-infra"],
    ),
    ("event", &["events"]),
    ("instance-ha", &["ha"]),
    ("message", &["messaging"]),
    ("meter", &["metering", "telemetry"]),
    ("monitoring-logging", &["monitoring-log-api"]),
    ("multi-region-network-automation", &["tricircle"]),
    ("operator-policy", &["policy"]),
    ("resource-optimization", &["infra-optim"]),
    ("root-cause-analysis", &["rca"]),
    ("shared-file-system", &["sharev2", "share"]),
    ("workflow", &["workflowv2"]),
];

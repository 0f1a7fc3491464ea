//! The official types of services, and what catalogs and configurations call them besides.
//!
//! The data are those of the [OpenStack service-types authority](https://service-types.openstack.org/) of
//! 2026, whose aliases are in the order of preference. Types that have neither an alias nor a hyphen need no line
//! here.

/// The official type of a service, and its aliases, the preferred one first.
///
/// ```
/// use ferriscloud_core::catalog::family;
///
/// let (official, aliases) = family("volumev3");
/// assert_eq!((official, aliases[0]), ("block-storage", "volumev3"));
/// assert_eq!(family("of-our-own").0, "of-our-own");
/// ```
pub fn family(service_type: &str) -> (&str, &'static [&'static str]) {
    let is = |name: &str| same(name, service_type);
    ALIASES
        .iter()
        .find(|(official, aliases)| is(official) || aliases.iter().any(|alias| is(alias)))
        .map_or((service_type, &[]), |(official, aliases)| {
            (*official, *aliases)
        })
}

/// Whether it is the same name: configurations cannot have hyphens in their keys, and write `block_storage`.
fn same(one: &str, other: &str) -> bool {
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte };
    one.bytes().map(plain).eq(other.bytes().map(plain))
}

/// The major version that a type has in its name, as some types of old do: 3 for `volumev3`.
pub(crate) fn version_of(service_type: &str) -> Option<u32> {
    let (official, _) = family(service_type);
    let (_, digits) = service_type.rsplit_once('v')?;
    // A type of one's own may be called anything.
    (service_type != official)
        .then(|| digits.parse().ok())
        .flatten()
}

/// The types to look for in a catalog: the wanted one, the official one, and the aliases in their order.
pub(super) fn candidates(wanted: &str) -> Vec<&str> {
    let (official, aliases) = family(wanted);
    let others = std::iter::once(official).chain(aliases.iter().copied());
    std::iter::once(wanted)
        .chain(others.filter(|name| *name != wanted))
        .collect()
}

/// Whether an endpoint of this type serves another API than the type stands for today.
///
/// Only block storage kept its versions 1 and 2 in catalogs, and some clouds still have them there. Under
/// the types that were theirs, an endpoint has to say that it is version 3.
pub(crate) fn is_outdated(service_type: &str, url: &str) -> bool {
    if family(service_type).0 != "block-storage" {
        return false;
    }
    match version(url) {
        Some(major) => major != "3",
        None => matches!(service_type, "volume" | "volumev2"),
    }
}

/// The major version that the path of an address says.
fn version(url: &str) -> Option<&str> {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let segments = after_scheme.split(['/', '?']).skip(1);
    segments
        .filter_map(|segment| segment.strip_prefix('v')?.split('.').next())
        .find(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

const ALIASES: &[(&str, &[&str])] = &[
    ("admin-logic", &["registration"]),
    ("alarm", &["alarming"]),
    ("application-catalog", &[]),
    ("application-container", &["container"]),
    ("application-deployment", &["application_deployment"]),
    ("baremetal", &["bare-metal"]),
    ("baremetal-introspection", &[]),
    (
        "block-storage",
        &["volumev3", "volumev2", "volume", "block-store"],
    ),
    ("clustering", &["resource-cluster", "cluster"]),
    (
        "container-infrastructure-management",
        &["container-infrastructure", "container-infra"],
    ),
    ("data-processing", &[]),
    ("data-protection-orchestration", &[]),
    ("ec2-api", &[]),
    ("event", &["events"]),
    ("function-engine", &[]),
    ("instance-ha", &["ha"]),
    ("key-manager", &[]),
    ("load-balancer", &[]),
    ("log-management", &[]),
    ("message", &["messaging"]),
    ("meter", &["metering", "telemetry"]),
    ("monitoring-events", &[]),
    ("monitoring-logging", &["monitoring-log-api"]),
    ("multi-region-network-automation", &["tricircle"]),
    ("nfv-orchestration", &[]),
    ("object-store", &[]),
    ("operator-policy", &["policy"]),
    ("resource-optimization", &["infra-optim"]),
    ("root-cause-analysis", &["rca"]),
    ("shared-file-system", &["sharev2", "share"]),
    ("workflow", &["workflowv2"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_any_name() {
        let all = [
            "block-storage",
            "volumev3",
            "volumev2",
            "volume",
            "block-store",
        ];
        assert_eq!(candidates("block-storage"), all);
        assert_eq!(
            candidates("volume")[..3],
            ["volume", "block-storage", "volumev3"]
        );
        assert_eq!(candidates("compute"), ["compute"]);
        assert_eq!(candidates("of-our-own"), ["of-our-own"]);
        assert_eq!(family("rca").0, "root-cause-analysis");
    }

    #[test]
    fn some_types_name_a_version() {
        assert_eq!(version_of("volumev3"), Some(3));
        assert_eq!(version_of("sharev2"), Some(2));
        for service_type in ["volume", "block-storage", "compute", "ourv2"] {
            assert_eq!(version_of(service_type), None);
        }
    }

    #[test]
    fn a_name_is_in_one_family_only() {
        let names = ALIASES
            .iter()
            .flat_map(|(official, aliases)| [official].into_iter().chain(*aliases));
        let mut names: Vec<_> = names.collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn old_block_storage_is_told_by_its_path() {
        let cases = [
            ("volumev3", "http://h/v3/p", false),
            ("volumev3", "http://h/v2/p", true),
            ("block-storage", "http://h:8776", false),
            ("block-storage", "http://h/volume/v1", true),
            ("volumev2", "http://h/v2/p", true),
            ("volumev2", "http://h/v3.71/p", false),
            ("volume", "http://h/volume", true),
            ("volume", "http://v3/volume", true),
            ("volume", "http://h/volumes/v3", false),
            ("compute", "http://h/v2", false),
        ];
        for (service_type, url, outdated) in cases {
            assert_eq!(
                is_outdated(service_type, url),
                outdated,
                "{service_type} {url}"
            );
        }
    }
}

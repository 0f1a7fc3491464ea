//! The services that a cloud can have: processes, ports, catalog entries, and what needs what.

use anyhow::{Result, bail};

/// One OpenStack project.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: &'static str,
    /// The first one is what clients talk to.
    pub(crate) processes: &'static [Process],
    pub(crate) databases: &'static [&'static str],
    pub(crate) catalog: &'static [Entry],
    /// Other services that it cannot work without.
    pub(crate) needs: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) name: &'static str,
    pub(crate) listens: Option<Listens>,
}

#[derive(Debug)]
pub(crate) struct Listens {
    /// Added to the base port.
    pub(crate) offset: u16,
    /// What answers a GET as soon as the process is ready.
    pub(crate) health: &'static str,
}

/// One service of the catalog, with the path of its endpoints.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
}

/// All of them, in the order in which they become healthy.
pub(crate) static ALL: [Service; 7] = [
    Service {
        name: "keystone",
        processes: &[process("keystone", 0, "/v3")],
        databases: &["keystone"],
        catalog: &[entry("identity", "keystone", "/v3")],
        needs: &[],
    },
    Service {
        name: "swift",
        processes: &[
            process("swift-proxy", 1, "/healthcheck"),
            process("swift-account", 2, "/healthcheck"),
            process("swift-container", 3, "/healthcheck"),
            process("swift-object", 4, "/healthcheck"),
            Process {
                name: "swift-updater",
                listens: None,
            },
        ],
        databases: &[],
        catalog: &[entry("object-store", "swift", "/v1/AUTH_%(project_id)s")],
        needs: &["keystone"],
    },
    Service {
        name: "glance",
        processes: &[process("glance", 5, "/healthcheck")],
        databases: &["glance"],
        catalog: &[entry("image", "glance", "")],
        needs: &["keystone"],
    },
    Service {
        name: "placement",
        processes: &[process("placement", 6, "/")],
        databases: &["placement"],
        catalog: &[entry("placement", "placement", "")],
        needs: &["keystone"],
    },
    Service {
        name: "neutron",
        processes: &[process("neutron", 7, "/")],
        databases: &["neutron"],
        catalog: &[entry("network", "neutron", "")],
        needs: &["keystone"],
    },
    Service {
        name: "cinder",
        processes: &[process("cinder", 8, "/")],
        databases: &["cinder"],
        // Both spellings that exist in the field: the old one with the project id in the path,
        // and the current one without.
        catalog: &[
            entry("volumev3", "cinderv3", "/v3/%(project_id)s"),
            entry("block-storage", "cinder", "/v3"),
        ],
        needs: &["keystone"],
    },
    Service {
        name: "nova",
        processes: &[process("nova", 9, "/")],
        databases: &["nova_api", "nova_cell0", "nova_cell1"],
        catalog: &[entry("compute", "nova", "/v2.1")],
        needs: &["keystone", "placement", "neutron", "glance"],
    },
];

/// The services named, and those that they need, in the order of [`ALL`].
pub(crate) fn with_needs(names: &[String]) -> Result<Vec<&'static Service>> {
    let mut wanted = Vec::new();
    for name in names {
        let Some(service) = ALL.iter().find(|service| service.name == name) else {
            let known: Vec<_> = ALL.iter().map(|service| service.name).collect();
            bail!(
                "there is no service `{name}`; there are: {}",
                known.join(", ")
            );
        };
        wanted.push(service.name);
        // One step is enough: no need has needs of its own but keystone, which it lists too.
        wanted.extend(service.needs);
    }
    Ok(ALL
        .iter()
        .filter(|service| wanted.contains(&service.name))
        .collect())
}

/// Every process of every service.
pub(crate) fn processes() -> impl Iterator<Item = &'static Process> {
    ALL.iter().flat_map(|service| service.processes)
}

const fn process(name: &'static str, offset: u16, health: &'static str) -> Process {
    Process {
        name,
        listens: Some(Listens { offset, health }),
    }
}

const fn entry(kind: &'static str, name: &'static str, path: &'static str) -> Entry {
    Entry { kind, name, path }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted: &[&str]) -> Vec<&'static str> {
        let wanted: Vec<_> = wanted.iter().map(|&name| name.to_owned()).collect();
        let services = with_needs(&wanted).unwrap();
        services.iter().map(|service| service.name).collect()
    }

    #[test]
    fn needs_are_added_in_order() {
        assert_eq!(names(&["swift"]), ["keystone", "swift"]);
        let for_nova = ["keystone", "glance", "placement", "neutron", "nova"];
        assert_eq!(names(&["nova"]), for_nova);
    }

    #[test]
    fn one_step_of_needs_is_enough() {
        for service in &ALL {
            let once = names(&[service.name]);
            assert_eq!(names(&once), once);
        }
    }

    #[test]
    fn ports_are_distinct() {
        let mut offsets: Vec<_> = processes()
            .filter_map(|process| process.listens.as_ref())
            .map(|one| one.offset)
            .collect();
        offsets.sort_unstable();
        assert_eq!(offsets, (0..10).collect::<Vec<_>>());
    }
}

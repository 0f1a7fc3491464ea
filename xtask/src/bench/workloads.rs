//! What is measured, and what has to hold.

/// One thing to do, by every client.
pub(super) struct Workload {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// What the programs call it, where that is not its name.
    program: Option<&'static str>,
    pub(super) tls: bool,
    /// Whether tokens end after some calls.
    pub(super) short: bool,
    /// How often it is done in a run.
    pub(super) times: u32,
    /// What a program has to have done, each time: servers, objects, bytes.
    pub(super) done: u64,
    /// How often in two runs whose difference in instructions, and in allocations, is that of one.
    pub(super) counts: Option<(u32, u32)>,
    /// Whether the calls of the system are counted.
    pub(super) system_calls: bool,
    /// The most memory that it may take, in MiB.
    pub(super) peak_mib: f64,
    /// How many requests it takes, and how many of them are logins.
    pub(super) requests: Option<(u64, u64)>,
}

impl Workload {
    /// What the programs call it.
    pub(super) fn program(&self) -> &'static str {
        self.program.unwrap_or(self.name)
    }
}

/// The size of an object, in bytes.
pub(super) const LARGE: u64 = 1 << 30;

const PLAIN: Workload = Workload {
    name: "",
    what: "",
    program: None,
    tls: false,
    short: false,
    times: 1,
    done: 1,
    counts: None,
    system_calls: false,
    peak_mib: 64.0,
    requests: None,
};

pub(super) const WORKLOADS: [Workload; 16] = [
    Workload {
        name: "start",
        what: "one server, from the start of the program",
        requests: Some((2, 1)),
        counts: Some((0, 1)),
        ..PLAIN
    },
    Workload {
        name: "get-server",
        what: "one server",
        times: 10_000,
        counts: Some((100, 1_100)),
        ..PLAIN
    },
    Workload {
        name: "get-servers",
        what: "one server, by 64 tasks at a time",
        times: 10_000,
        counts: Some((1_280, 2_560)),
        ..PLAIN
    },
    Workload {
        name: "get-server-tls",
        what: "one server, by TLS",
        program: Some("get-server"),
        tls: true,
        times: 10_000,
        counts: Some((20, 220)),
        ..PLAIN
    },
    Workload {
        name: "renewals",
        what: "one server, a thousand times, while the token ends twice",
        times: 1_000,
        short: true,
        requests: Some((1_005, 3)),
        ..PLAIN
    },
    Workload {
        name: "list-servers",
        what: "10,000 servers in ten pages",
        times: 5,
        done: 10_000,
        counts: Some((1, 2)),
        ..PLAIN
    },
    Workload {
        name: "lean-servers",
        what: "the same, as a type of two fields of the user's own",
        times: 5,
        done: 10_000,
        counts: Some((1, 2)),
        ..PLAIN
    },
    Workload {
        name: "list-objects",
        what: "a million objects in a hundred pages",
        done: 1_000_000,
        counts: Some((0, 1)),
        ..PLAIN
    },
    Workload {
        name: "download",
        what: "an object of 1 GiB, unchecked",
        system_calls: true,
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "checked-download",
        what: "an object of 1 GiB, with its MD5",
        system_calls: true,
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "download-tls",
        what: "an object of 1 GiB, unchecked, by TLS",
        program: Some("download"),
        tls: true,
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "upload",
        what: "a file of 1 GiB, unchecked",
        system_calls: true,
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "checked-upload",
        what: "a file of 1 GiB, with its MD5",
        system_calls: true,
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "large-upload",
        what: "the same in segments, eight at a time",
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "file-download",
        what: "an object of 1 GiB into a file, with its MD5",
        peak_mib: 16.0,
        done: LARGE,
        ..PLAIN
    },
    Workload {
        name: "large-download",
        what: "the same, of one in segments, eight at a time",
        done: LARGE,
        ..PLAIN
    },
];

/// What `--check` does: little of each kind, so that it is quick.
pub(super) const FEW: [Workload; 3] = [
    Workload {
        name: "get-server",
        what: "one server",
        counts: Some((20, 220)),
        ..PLAIN
    },
    Workload {
        name: "few-servers",
        what: "a hundred servers in two pages",
        counts: Some((2, 12)),
        ..PLAIN
    },
    Workload {
        name: "few-objects",
        what: "a thousand objects in two pages",
        counts: Some((2, 12)),
        ..PLAIN
    },
];

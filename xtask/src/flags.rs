//! The command line, and its help texts.

// Generated code.
#![allow(unreachable_pub)]

use std::ffi::OsString;
use std::path::PathBuf;

xflags::xflags! {
    /// Tasks of the ferriscloud workspace.
    cmd xtask {
        /// A real OpenStack on 127.0.0.1, to develop and test against: see xtask/cloud/README.md.
        cmd cloud {
            /// Installs, configures and starts the cloud, or whatever of it is not running.
            cmd up {
                /// Services, of keystone,swift,glance,placement,neutron,cinder,nova; or `all`. What they need is added. Default: those the state directory has, else all.
                optional --services list: String
                /// Where the cloud lives. Default: target/cloud of the workspace.
                optional --state dir: PathBuf
                /// First of ten ports. Default: 19500.
                optional --base-port port: u16
            }
            /// Stops the cloud. Its data stay.
            cmd down {
                /// Where the cloud lives. Default: target/cloud of the workspace.
                optional --state dir: PathBuf
                /// Also deletes its data, so that the next `up` begins with an empty cloud.
                optional --wipe
            }
            /// Says what runs; exit status 1 if something of it does not.
            cmd status {
                /// Where the cloud lives. Default: target/cloud of the workspace.
                optional --state dir: PathBuf
            }
        }
        /// Runs all tests, those against a live cloud too: the one OS_CLOUD names, else the local one, which is taken down again if it was not running before.
        cmd test {
            /// Runs only the tests that need no cloud.
            optional --no-cloud
            /// Arguments for `cargo test`, after `--`; those after a second `--` are for the tests.
            repeated args: OsString
        }
        /// Runs the tour of the SDK against the cloud that OS_CLOUD names, else the local one.
        cmd demo {}
        /// Measures the SDK beside a bare hyper client: instructions (with valgrind), allocations, processor time, memory, and calls of the system (with strace). Fails if a limit of docs/performance.md is not kept.
        cmd bench {
            /// Which workloads. Default: all. A name that there is not shows those that there are.
            repeated workloads: String
            /// How often each is run. Default: 5.
            optional --runs count: u32
            /// Other SDKs to measure too, of openstack_sdk,openstack,openstacksdk,python-swiftclient,rclone,curl; or `all`. See tests/peers/README.md.
            optional --peers list: String
            /// Counts instructions and allocations of a few calls only, and compares them with tests/bench/budget.tsv. No clock is asked.
            optional --check
            /// With --check: writes the counts to the budget instead.
            optional --set-budget
        }
        /// Judges the core by the answers of the reference implementations: all cases below a folder.
        cmd corpora {
            /// A folder with `discovery`, `clouds` and `swift` in it, or some of them.
            required dir: PathBuf
            /// Shows what differs, and what is declined with the reason.
            optional --show
        }
        /// Says how much of the services' APIs there is, and writes docs/coverage.md; fails if anything that was covered is no longer.
        cmd coverage {
            /// Writes nothing, and fails if docs/coverage.md would not be written as it is.
            optional --check
            /// The live tests were all run: what they did not do counts no longer.
            optional --whole
        }
        /// Reads answers of services with the types of their operations, and says which are not read as they came: one JSON object a line, with service, method, path (with placeholders), action, microversion, status and body.
        cmd decode {
            /// The answers.
            required file: PathBuf
            /// Lists the keys that our types do not have.
            optional --missing
        }
        /// Everything that has to hold before a change is merged.
        cmd ci {
            /// Leaves the tests out.
            optional --skip-tests
        }
        /// Releases all libraries together: see CONTRIBUTING.md. Without --execute, says what would happen.
        cmd release {
            /// Says what changed since the last release, library by library, and which level that asks for.
            cmd plan {}
            /// Sets the version, closes the changelog's section, and commits both.
            cmd prepare {
                /// What may change: major (breaks), minor (adds) or patch (corrects); or the version itself.
                required level: String
                /// Does it.
                optional --execute
            }
            /// Publishes what is prepared, in the order of dependency, and tags it. What is published already is left out.
            cmd publish {
                /// Another registry than the default one, by its name in cargo's configuration.
                optional --registry name: String
                /// Does it.
                optional --execute
            }
            /// Releases a copy of the last commit into a registry on loopback, and builds two programs from there.
            cmd rehearse {}
        }
        /// Checks the house rules that no other tool checks.
        cmd tidy {}
    }
}

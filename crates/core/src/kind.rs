//! The kinds of things that an [`Id`](crate::Id) can name: empty nouns, known to every service.
//!
//! They live here so that Nova can take a volume's id without knowing Cinder's crate.

/// A set of hosts that have something in common.
#[derive(Debug)]
pub enum Aggregate {}
/// A part of an identity user's authority that they hand to a program.
#[derive(Debug)]
pub enum ApplicationCredential {}
/// A part of Nova on a host.
#[derive(Debug)]
pub enum ComputeService {}
/// A container of objects.
#[derive(Debug)]
pub enum Container {}
/// A namespace of projects, users and groups.
#[derive(Debug)]
pub enum Domain {}
/// An address of a service in the catalog.
#[derive(Debug)]
pub enum Endpoint {}
/// A size of server.
#[derive(Debug)]
pub enum Flavor {}
/// A set of users.
#[derive(Debug)]
pub enum Group {}
/// A machine that runs servers.
#[derive(Debug)]
pub enum Hypervisor {}
/// A disk image.
#[derive(Debug)]
pub enum Image {}
/// Something that was done to a server.
#[derive(Debug)]
pub enum InstanceAction {}
/// A public key that is put on servers.
#[derive(Debug)]
pub enum Keypair {}
/// A move of a server from one host to another.
#[derive(Debug)]
pub enum Migration {}
/// A virtual network.
#[derive(Debug)]
pub enum Network {}
/// Data under a name in a container.
#[derive(Debug)]
pub enum Object {}
/// An earlier or the present state of an object.
#[derive(Debug)]
pub enum ObjectVersion {}
/// A port of a network.
#[derive(Debug)]
pub enum Port {}
/// A unit of ownership: servers, volumes and quotas belong to one.
#[derive(Debug)]
pub enum Project {}
/// A part of a cloud with endpoints of its own.
#[derive(Debug)]
pub enum Region {}
/// What a user may do, once assigned.
#[derive(Debug)]
pub enum Role {}
/// A virtual machine.
#[derive(Debug)]
pub enum Server {}
/// A rule for the hosts of some servers: together, or apart.
#[derive(Debug)]
pub enum ServerGroup {}
/// An entry of the catalog: one API.
#[derive(Debug)]
pub enum Service {}
/// A file system that several servers can use at once.
#[derive(Debug)]
pub enum Share {}
/// A volume at one moment.
#[derive(Debug)]
pub enum Snapshot {}
/// Someone, or something, that can authenticate.
#[derive(Debug)]
pub enum User {}
/// A block device that outlives servers.
#[derive(Debug)]
pub enum Volume {}
/// A kind of volume, as the operator defines it.
#[derive(Debug)]
pub enum VolumeType {}

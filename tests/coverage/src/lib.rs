//! How much of each service's API there is in ferriscloud, judged by the services' own definitions.
//!
//! A service is a [`Subject`]: its operations and schemas, from `data/`, and the verbs that we have
//! of it, a line each, from a module of its name. Each verb is performed without a network: what it sends is
//! an operation of the service, and as the service's schemas want it; whatever the service's schemas let it answer is
//! read without a change.

#![allow(missing_docs, reason = "a program of the workspace's own")]

pub mod comparison;
pub mod compute;
pub mod decode;
pub mod docs;
pub mod instances;
pub mod judgement;
pub mod ledger;
pub mod live;
pub mod objectstorage;
pub mod operations;
pub mod report;
pub mod schemas;
pub mod stage;
pub mod subject;
pub mod verbs;

use anyhow::Result;

use subject::Subject;

/// All services that are judged.
///
/// # Errors
/// A verb that is no operation of its service.
pub fn subjects() -> Result<Vec<Subject>> {
    Ok(vec![compute::subject()?, objectstorage::subject()?])
}

//! A registry on loopback, to rehearse with: a sparse index and packages, in memory.
//!
//! It speaks what cargo's book says under "Registries": the index, the web API's `publish`, and downloads.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How cargo knows it.
pub(super) const NAME: &str = "loopback";

pub(super) struct Registry {
    address: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The names of what was uploaded, in order.
    uploads: Mutex<Vec<String>>,
    /// How many more uploads succeed.
    patience: AtomicUsize,
}

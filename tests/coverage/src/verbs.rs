//! The verbs of a service, each with arguments to try it with.

use std::any::type_name;

use ferriscloud_core::{Call, Cloud, CloudSetup, Listing, Result};
use ferriscloud_objectstorage::archives::{Extracted, Extraction};
use ferriscloud_objectstorage::downloads::Download;
use ferriscloud_objectstorage::uploads::Upload;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::stage::Stage;

/// The verbs of a service, as they are noted down one after the other.
#[derive(Debug)]
pub struct Verbs<S> {
    service: S,
    stage: Stage,
    all: Vec<Verb>,
}

/// A verb: the same one with few arguments and with all of them.
pub struct Verb {
    asks: Box<dyn Fn() -> Vec<Asking>>,
    /// The type of what it gives, or of one item of it, with its module.
    pub gives: &'static str,
}

/// A request on its way, and what becomes of its answer.
pub type Asking = BoxFuture<'static, Result<Got>>;

/// What a verb gave.
#[derive(Debug)]
pub struct Got {
    /// The key of the answer that it was under; empty if it was all of it.
    pub key: &'static str,
    /// What it was, written down again.
    pub value: Value,
}

/// What verbs give: something to ask a service with.
pub trait Asks {
    /// The type of the answer, or of one item of it.
    const GIVES: fn() -> &'static str;

    /// Asks; of a listing, for the first page.
    fn ask(self) -> Asking;
}

impl<S: Clone + 'static> Verbs<S> {
    /// Notes all verbs of a service.
    pub fn of(service: S, stage: &Stage, note: impl FnOnce(&mut Self)) -> Vec<Verb> {
        let mut verbs = Self {
            service,
            stage: stage.clone(),
            all: Vec::new(),
        };
        note(&mut verbs);
        verbs.all
    }

    /// Notes a verb: with what it must have, and with all that it can have.
    pub fn add<A: Asks + 'static, const N: usize>(&mut self, calls: fn(&S) -> [A; N]) {
        let service = self.service.clone();
        self.all.push(Verb {
            asks: Box::new(move || calls(&service).map(A::ask).into()),
            gives: A::GIVES(),
        });
    }

    /// Notes what a cloud does of itself, where it is no call of the service.
    pub fn add_of_cloud<F>(&mut self, ask: fn(Cloud) -> F)
    where
        F: Future<Output = Result<Got>> + Send + 'static,
    {
        let stage = self.stage.clone();
        self.all.push(Verb {
            asks: Box::new(move || {
                let stage = stage.clone();
                let asking = async move { ask(stage.cloud().await?).await };
                vec![asking.boxed()]
            }),
            gives: "",
        });
    }
}

impl<S> Verbs<S> {
    /// Notes a way to log in.
    pub fn add_login(&mut self, setup: fn() -> CloudSetup) {
        let stage = self.stage.clone();
        self.all.push(Verb {
            asks: Box::new(move || {
                let cloud = stage.setup(setup());
                let asking = async move { cloud.connect().await.map(|_| Got::nothing()) };
                vec![asking.boxed()]
            }),
            gives: "",
        });
    }
}

impl Verb {
    /// Its requests, ready to go.
    pub fn asks(&self) -> Vec<Asking> {
        (self.asks)()
    }
}

impl std::fmt::Debug for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Verb({})", self.gives)
    }
}

impl<T: Serialize + Send + 'static> Asks for Call<T> {
    const GIVES: fn() -> &'static str = type_name::<T>;

    fn ask(self) -> Asking {
        async {
            let response = self.response().await?;
            Ok(Got::of(response.key(), &response.value))
        }
        .boxed()
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Asks for Listing<T> {
    const GIVES: fn() -> &'static str = type_name::<T>;

    fn ask(self) -> Asking {
        async {
            let page = self.pages().try_next().await?;
            Ok(page.map_or_else(Got::nothing, |page| Got::of(page.key(), &page.value)))
        }
        .boxed()
    }
}

impl Asks for Download {
    const GIVES: fn() -> &'static str = || "Download";

    fn ask(self) -> Asking {
        async { self.bytes().await.map(|_| Got::nothing()) }.boxed()
    }
}

impl Asks for Upload {
    const GIVES: fn() -> &'static str = || "Uploaded";

    fn ask(self) -> Asking {
        async { self.await.map(|_| Got::nothing()) }.boxed()
    }
}

impl Asks for Extraction {
    const GIVES: fn() -> &'static str = type_name::<Extracted>;

    fn ask(self) -> Asking {
        async { Ok(Got::of("", &self.await?)) }.boxed()
    }
}

impl Got {
    /// Something from under a key of an answer.
    pub fn of<T: Serialize>(key: &'static str, value: &T) -> Self {
        // What cannot be written is not what came, and is found to differ from it.
        let value = serde_json::to_value(value).unwrap_or_default();
        Self { key, value }
    }

    fn nothing() -> Self {
        Self::of("", &())
    }
}

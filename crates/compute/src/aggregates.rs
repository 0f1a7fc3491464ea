//! Aggregates: sets of hosts that have something in common, for the scheduler.

use std::collections::BTreeMap;

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Operation, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

/// The id of an aggregate: a number.
pub type AggregateId = Id<kind::Aggregate>;

/// An aggregate.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Aggregate {
    /// The id.
    pub id: AggregateId,
    /// The id that Placement knows it by. Since 2.41.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub uuid: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The availability zone that its hosts are, if they are one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub availability_zone: Option<String>,
    /// Its hosts.
    #[serde(default, deserialize_with = "lenient::list")]
    pub hosts: Vec<String>,
    /// What its hosts have in common; the availability zone is among them.
    #[serde(default, deserialize_with = "lenient::map")]
    pub metadata: BTreeMap<String, String>,
    /// When it was created.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Resource for Aggregate {
    type Kind = kind::Aggregate;
    const PATH: &'static str = "os-aggregates";
    const KEY: &'static str = "aggregate";
    const KEYS: &'static str = "aggregates";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &AggregateId {
        &self.id
    }
}

/// What a new aggregate is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateAggregate {
    /// The name.
    pub name: String,
    /// The availability zone that its hosts are to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
}

impl CreateAggregate {
    /// An aggregate that is no availability zone.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            availability_zone: None,
        }
    }
}

/// Changes of an aggregate.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateAggregate {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The availability zone that its hosts are to be. It can be changed, but not taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
}

/// The aggregates of a cloud: for administrators alone.
#[derive(Debug, Clone)]
pub struct Aggregates(pub(crate) Collection<Aggregate>);

impl Aggregates {
    /// Lists aggregates:
    /// [`GET /os-aggregates`](https://docs.openstack.org/api-ref/compute/#list-aggregates).
    pub fn list(&self) -> Listing<Aggregate> {
        self.0.list(&())
    }

    /// Shows one aggregate:
    /// [`GET /os-aggregates/{id}`](https://docs.openstack.org/api-ref/compute/#show-aggregate-details).
    pub fn get(&self, aggregate: impl Into<AggregateId>) -> Call<Aggregate> {
        self.0.get(aggregate.into())
    }

    /// Creates an aggregate:
    /// [`POST /os-aggregates`](https://docs.openstack.org/api-ref/compute/#create-aggregate).
    pub fn create(&self, aggregate: &CreateAggregate) -> Call<Aggregate> {
        self.0.create(aggregate)
    }

    /// Changes name or availability zone of an aggregate:
    /// [`PUT /os-aggregates/{id}`](https://docs.openstack.org/api-ref/compute/#update-aggregate).
    pub fn update(
        &self,
        aggregate: impl Into<AggregateId>,
        changes: &UpdateAggregate,
    ) -> Call<Aggregate> {
        self.0.update(aggregate.into(), changes)
    }

    /// Deletes an aggregate that has no hosts:
    /// [`DELETE /os-aggregates/{id}`](https://docs.openstack.org/api-ref/compute/#delete-aggregate).
    pub fn delete(&self, aggregate: impl Into<AggregateId>) -> Call<()> {
        self.0.delete(aggregate.into())
    }

    /// Adds a host to an aggregate:
    /// [`add_host`](https://docs.openstack.org/api-ref/compute/#add-host).
    pub fn add_host(&self, aggregate: impl Into<AggregateId>, host: &str) -> Call<Aggregate> {
        self.action(
            aggregate.into(),
            "add_host",
            &BTreeMap::from([("host", host)]),
        )
    }

    /// Takes a host out of an aggregate:
    /// [`remove_host`](https://docs.openstack.org/api-ref/compute/#remove-host).
    pub fn remove_host(&self, aggregate: impl Into<AggregateId>, host: &str) -> Call<Aggregate> {
        self.action(
            aggregate.into(),
            "remove_host",
            &BTreeMap::from([("host", host)]),
        )
    }

    /// Adds metadata to an aggregate, changes those of the same names, and deletes those that are `None`:
    /// [`set_metadata`](https://docs.openstack.org/api-ref/compute/#create-or-update-aggregate-metadata).
    pub fn set_metadata(
        &self,
        aggregate: impl Into<AggregateId>,
        metadata: &BTreeMap<String, Option<String>>,
    ) -> Call<Aggregate> {
        let metadata = BTreeMap::from([("metadata", metadata)]);
        self.action(aggregate.into(), "set_metadata", &metadata)
    }

    /// Makes the hosts of an aggregate fetch images before a server needs them. Since 2.81:
    /// [`POST /os-aggregates/{id}/images`](https://docs.openstack.org/api-ref/compute/#request-image-pre-caching-for-aggregate).
    pub fn cache_images(
        &self,
        aggregate: impl Into<AggregateId>,
        images: &[Id<kind::Image>],
    ) -> Call<()> {
        let images: Vec<_> = images
            .iter()
            .map(|id| BTreeMap::from([("id", id)]))
            .collect();
        let path = self.0.path_of(&aggregate.into()).then("images");
        let request = Request::new(Method::POST, path, Operation("cache images", "aggregate"));
        let cache = self.0.call(request.envelope("cache", &images));
        cache.since(Microversion(2, 81))
    }

    fn action<B: Serialize>(
        &self,
        aggregate: AggregateId,
        name: &'static str,
        body: &B,
    ) -> Call<Aggregate> {
        let action = self.0.action(aggregate, name, body);
        action.under(Aggregate::KEY).extract()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn aggregates_decode() {
        let aggregate = json!({"id": 3, "name": "ssd", "hosts": null, "metadata": {"ssd": "true"}});
        let aggregate: Aggregate = from_value(aggregate).unwrap();
        assert_eq!(aggregate.id.as_str(), "3");
        assert_eq!(
            (aggregate.hosts.len(), &*aggregate.metadata["ssd"]),
            (0, "true")
        );
    }

    #[test]
    fn what_is_sent() {
        let create = to_value(CreateAggregate::new("ssd")).unwrap();
        assert_eq!(create, json!({"name": "ssd"}));
        let update = UpdateAggregate {
            availability_zone: Some("z".into()),
            ..UpdateAggregate::default()
        };
        assert_eq!(to_value(update).unwrap(), json!({"availability_zone": "z"}));
    }
}

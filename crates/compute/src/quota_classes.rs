//! Quota classes: how much a project may have where nobody says anything of it.

use ferriscloud_core::{Call, Client, Operation, Path, Request};
use http::Method;

use crate::quota_sets::{OWN_QUOTAS, QuotaSet, UpdateQuotaSet};

/// The quotas of classes of projects, of which Nova knows one, `default`: for administrators alone.
#[derive(Debug, Clone)]
pub struct QuotaClasses(pub(crate) Client);

impl QuotaClasses {
    /// Shows the limits of a class. Since 2.57:
    /// [`GET /os-quota-class-sets/{class}`](https://docs.openstack.org/api-ref/compute/#show-the-quota-for-quota-class).
    pub fn get(&self, class: &str) -> Call<QuotaSet> {
        self.call(Request::new(
            Method::GET,
            Path::from(["os-quota-class-sets", class]),
            Operation("get", "quota class"),
        ))
    }

    /// Changes the limits of a class. Since 2.57:
    /// [`PUT /os-quota-class-sets/{class}`](https://docs.openstack.org/api-ref/compute/#create-or-update-quotas-for-quota-class).
    pub fn update(&self, class: &str, limits: &UpdateQuotaSet) -> Call<QuotaSet> {
        let path = Path::from(["os-quota-class-sets", class]);
        let request = Request::new(Method::PUT, path, Operation("update", "quota class"));
        self.call(request.envelope("quota_class_set", limits))
    }

    fn call(&self, request: Request) -> Call<QuotaSet> {
        let call = self.0.call(request).since(OWN_QUOTAS);
        call.under("quota_class_set").extract()
    }
}

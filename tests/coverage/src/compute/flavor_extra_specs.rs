//! Flavor extra specs.

use ferriscloud_compute::Compute;

use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.flavor_extra_specs("1").all()]);
    nova.add(|nova| {
        let specs = [("hw:cpu_policy".to_owned(), "shared".to_owned())].into();
        [nova.flavor_extra_specs("1").add(&specs)]
    });
    nova.add(|nova| [nova.flavor_extra_specs("1").get("hw:cpu_policy")]);
    nova.add(|nova| [nova.flavor_extra_specs("1").set("hw:cpu_policy", "shared")]);
    nova.add(|nova| [nova.flavor_extra_specs("1").delete("hw:cpu_policy")]);
}

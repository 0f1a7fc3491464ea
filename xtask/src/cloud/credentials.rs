//! The files that the cloud's users use: `clouds.yaml`, and shell files to source.

use std::fs;

use anyhow::{Context, Result};

use super::layout::{Cloud, PASSWORD, REGION};

/// Name in clouds.yaml, user, project, shell file.
const USERS: [(&str, &str, &str, &str); 3] = [
    ("ferris-admin", "admin", "admin", "openrc"),
    ("ferris-demo", "demo", "demo", "openrc-demo"),
    ("ferris-alt", "alt_demo", "alt_demo", "openrc-alt"),
];

pub(crate) fn write(cloud: &Cloud) -> Result<()> {
    let auth_url = cloud.service_url("keystone") + "/v3";
    let mut clouds = "clouds:\n".to_owned();
    for (name, user, project, file) in USERS {
        clouds += &in_yaml(name, &auth_url, user, project);
        write_file(cloud, file, &in_shell(&auth_url, user, project))?;
    }
    write_file(cloud, "clouds.yaml", &clouds)
}

fn in_yaml(name: &str, auth_url: &str, user: &str, project: &str) -> String {
    format!(
        r#"  {name}:
    region_name: {REGION}
    interface: public
    identity_api_version: "3"
    auth:
      auth_url: {auth_url}
      username: {user}
      password: {PASSWORD}
      project_name: {project}
      user_domain_name: Default
      project_domain_name: Default
"#
    )
}

fn in_shell(auth_url: &str, user: &str, project: &str) -> String {
    format!(
        "export OS_AUTH_URL={auth_url}
export OS_USERNAME={user}
export OS_PASSWORD={PASSWORD}
export OS_PROJECT_NAME={project}
export OS_USER_DOMAIN_NAME=Default
export OS_PROJECT_DOMAIN_NAME=Default
export OS_REGION_NAME={REGION}
export OS_IDENTITY_API_VERSION=3
export OS_INTERFACE=public
"
    )
}

fn write_file(cloud: &Cloud, name: &str, text: &str) -> Result<()> {
    let path = cloud.path(name);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

//! Users: people and programs that can log in.

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Operation, Patch, Request, Resource, Secret, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::domains::DomainId;
use crate::projects::ProjectId;

/// The id of a user.
pub type UserId = Id<kind::User>;

/// A user.
///
/// A user may have attributes of the operator's own besides these: read them with
/// [`Call::extract`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The name, unique in its domain.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The domain that the user is in.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub domain_id: Option<DomainId>,
    /// Whether the user can log in.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// The description, where there is one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// The address, where there is one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub email: Option<String>,
    /// The project of tokens that are asked for without a scope.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub default_project_id: Option<ProjectId>,
    /// When the password ends; none if it never does.
    #[serde(default, deserialize_with = "time::lenient")]
    pub password_expires_at: Option<Timestamp>,
    /// Exceptions from the cloud's rules on logging in.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub options: UserOptions,
}

impl Resource for User {
    type Kind = kind::User;
    const PATH: &'static str = "users";
    const KEY: &'static str = "user";
    const KEYS: &'static str = "users";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &UserId {
        &self.id
    }
}

/// Exceptions from the cloud's rules on logging in; what is `None` is not set, and not changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserOptions {
    /// Never locked out after too many wrong passwords.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub ignore_lockout_failure_attempts: Option<bool>,
    /// The password does not expire.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub ignore_password_expiry: Option<bool>,
    /// The first password need not be changed.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub ignore_change_password_upon_first_use: Option<bool>,
    /// Not disabled after a time without logins.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub ignore_user_inactivity: Option<bool>,
    /// The user cannot change the password.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub lock_password: Option<bool>,
    /// Whether the rules on several factors hold.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub multi_factor_auth_enabled: Option<bool>,
    /// Sets of methods, such as `["password", "totp"]`: any of them is enough to log in.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub multi_factor_auth_rules: Option<Vec<Vec<String>>>,
}

/// Which users to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListUsers {
    /// The one of this name in each domain.
    pub name: Option<String>,
    /// Those in this domain.
    pub domain_id: Option<DomainId>,
    /// Those that are enabled, or are not.
    pub enabled: Option<bool>,
    /// Those whose passwords end then: `lt:2026-12-08T22:02:00Z`, with `lt`, `lte`, `gt`, `gte`,
    /// `eq` or `neq`.
    pub password_expires_at: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// What a new user is made of.
///
/// Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateUser {
    /// The name: up to 255 characters, unique in its domain.
    pub name: String,
    /// The password; without one, the user cannot log in by it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "Secret::send_some")]
    pub password: Option<Secret>,
    /// The domain to be in, if not that of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_id: Option<DomainId>,
    /// Whether the user can log in; yes where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The project of tokens that are asked for without a scope. It grants no role there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_project_id: Option<ProjectId>,
    /// Exceptions from the cloud's rules on logging in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<UserOptions>,
}

impl CreateUser {
    /// A user with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a user. Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateUser {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another password, set without asking for the present one.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "Secret::send_some")]
    pub password: Option<Secret>,
    /// Whether the user can log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Another address, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<String>,
    /// Another default project, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub default_project_id: Patch<ProjectId>,
    /// Options to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<UserOptions>,
}

/// A change of password by the user. Its `Serialize` shows both: it is what is sent.
#[derive(Debug, Clone, Serialize)]
pub struct ChangePassword {
    /// The password until now.
    #[serde(serialize_with = "Secret::send")]
    pub original_password: Secret,
    /// The password from now on.
    #[serde(serialize_with = "Secret::send")]
    pub password: Secret,
}

impl ChangePassword {
    /// From one password to another.
    pub fn new(original: impl Into<Secret>, new: impl Into<Secret>) -> Self {
        Self {
            original_password: original.into(),
            password: new.into(),
        }
    }
}

/// The users of a cloud.
#[derive(Debug, Clone)]
pub struct Users(pub(crate) Collection<User>);

impl Users {
    /// Lists users:
    /// [`GET /users`](https://docs.openstack.org/api-ref/identity/v3/#list-users).
    pub fn list(&self, filter: &ListUsers) -> Listing<User> {
        self.0.list(filter)
    }

    /// Shows one user:
    /// [`GET /users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-user-details).
    pub fn get(&self, user: impl Into<UserId>) -> Call<User> {
        self.0.get(user.into())
    }

    /// Creates a user:
    /// [`POST /users`](https://docs.openstack.org/api-ref/identity/v3/#create-user).
    pub fn create(&self, user: &CreateUser) -> Call<User> {
        self.0.create(user)
    }

    /// Changes a user:
    /// [`PATCH /users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-user).
    pub fn update(&self, user: impl Into<UserId>, changes: &UpdateUser) -> Call<User> {
        self.0.update(user.into(), changes)
    }

    /// Deletes a user:
    /// [`DELETE /users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-user).
    pub fn delete(&self, user: impl Into<UserId>) -> Call<()> {
        self.0.delete(user.into())
    }

    /// Changes a password that is known, which ends all tokens of the user:
    /// [`POST /users/{id}/password`](https://docs.openstack.org/api-ref/identity/v3/#change-password-for-user).
    pub fn change_password(&self, user: impl Into<UserId>, change: &ChangePassword) -> Call<()> {
        let path = self.0.path_of(&user.into()).then("password");
        let operation = Operation("change password of", User::KEY);
        self.0
            .call(Request::new(Method::POST, path, operation).envelope(User::KEY, change))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn odd_users_decode() {
        let user = json!({
            "id": 12, "name": null, "enabled": 1, "password_expires_at": "2026-11-24T06:51:47.000000",
            "options": {"lock_password": null, "multi_factor_auth_rules": [["password", "totp"]]},
            "email": "", "telephone": "7"
        });
        let user: User = serde_json::from_value(user).unwrap();
        assert_eq!((user.id.as_str(), user.name.as_str()), ("12", ""));
        assert_eq!(
            user.password_expires_at,
            time::parse("2026-11-24T06:51:47Z")
        );
        assert_eq!(user.options.lock_password, None);
        assert_eq!(
            user.options.multi_factor_auth_rules.unwrap()[0],
            ["password", "totp"]
        );
    }

    #[test]
    fn passwords_are_sent_but_not_shown() {
        let user = CreateUser {
            password: Some("sesame".into()),
            ..CreateUser::new("lena")
        };
        assert!(!format!("{user:?}").contains("sesame"));
        assert_eq!(
            to_value(user).unwrap(),
            json!({"name": "lena", "password": "sesame"})
        );

        let change = ChangePassword::new("sesame", "poppy");
        assert!(!format!("{change:?}").contains("poppy"));
        let sent = json!({"original_password": "sesame", "password": "poppy"});
        assert_eq!(to_value(change).unwrap(), sent);
    }

    #[test]
    fn changes_tell_clear_from_keep() {
        let changes = UpdateUser {
            default_project_id: Patch::Clear,
            email: "l@example.org".into(),
            ..UpdateUser::default()
        };
        let sent = json!({"default_project_id": null, "email": "l@example.org"});
        assert_eq!(to_value(changes).unwrap(), sent);
    }
}

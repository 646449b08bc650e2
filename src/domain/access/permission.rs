//! Who may do what: the one table.

use serde::{Deserialize, Serialize};

use super::role::Role;

const YES: bool = true;
const NO: bool = false;

/// Makes the enum and its table of one list, so that no permission is without its row.
macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident => $row:expr,)*) => {
        /// Something that needs to be allowed. A route names the one it needs.
        ///
        /// Nobody may see the secrets of routers, so there is no permission for that.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// All permissions, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its row: for the owner, the technician, the cashier and the viewer.
            const fn row(self) -> [bool; 4] {
                match self {
                    $(Self::$name => $row,)*
                }
            }
        }
    };
}

#[rustfmt::skip] // It is a table.
permissions! {
    //                                                                      owner technician cashier viewer
    /// See the dashboard.
    SeeDashboard =>                                                         [YES, YES, YES, YES],
    /// See the routers, how they are and what they differ in.
    SeeRouters =>                                                           [YES, YES, YES, YES],
    /// Add, edit, delete and onboard routers and their sites.
    ManageRouters =>                                                        [YES, YES, NO,  NO],
    /// Apply, roll back, put back, accept drift.
    ApplyChanges =>                                                         [YES, YES, NO,  NO],
    /// Download a configuration. It holds the secrets that the router is given.
    DownloadConfigurations =>                                               [YES, YES, NO,  NO],
    /// See boards and bandwidth profiles.
    SeeCatalogue =>                                                         [YES, YES, NO,  YES],
    /// Edit boards, bandwidth profiles and voucher types.
    EditCatalogue =>                                                        [YES, YES, NO,  NO],
    /// See what vouchers are sold and at which price.
    SeeVoucherTypes =>                                                      [YES, YES, YES, YES],
    /// Sell and print vouchers.
    SellVouchers =>                                                         [YES, NO,  YES, NO],
    /// See the configuration templates.
    SeeTemplates =>                                                         [YES, YES, NO,  YES],
    /// Edit the operator's own configuration templates.
    EditTemplates =>                                                        [YES, YES, NO,  NO],
    /// See the jobs, their steps and their end.
    SeeJobs =>                                                              [YES, YES, NO,  YES],
    /// See the accounts and invitations.
    SeePeople =>                                                            [YES, NO,  NO,  NO],
    /// Invite people, change roles, end sessions, delete accounts.
    ManagePeople =>                                                         [YES, NO,  NO,  NO],
    /// See the settings: the business, mail, safety.
    SeeSettings =>                                                          [YES, NO,  NO,  NO],
    /// Edit the settings, take and put back backups.
    EditSettings =>                                                         [YES, NO,  NO,  NO],
    /// See the audit log.
    SeeAudit =>                                                             [YES, NO,  NO,  NO],
}

impl Role {
    /// Whether an account of this role may do it.
    pub const fn may(self, permission: Permission) -> bool {
        let [owner, technician, cashier, viewer] = permission.row();
        match self {
            Self::Owner => owner,
            Self::Technician => technician,
            Self::Cashier => cashier,
            Self::Viewer => viewer,
        }
    }

    /// All that the role may do.
    pub fn permissions(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.may(*permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(permission: Permission) -> String {
        serde_json::to_string(&permission).unwrap()
    }

    #[test]
    fn the_owner_may_do_everything() {
        assert_eq!(Role::Owner.permissions().count(), Permission::ALL.len());
    }

    #[test]
    fn who_may_only_look_changes_nothing() {
        let changes = |permission: &Permission| !name(*permission).starts_with("\"see-");
        assert_eq!(Role::Viewer.permissions().find(changes), None);
        // Of all that changes something, a cashier may sell.
        assert!(
            Role::Cashier
                .permissions()
                .filter(changes)
                .eq([Permission::SellVouchers])
        );
    }

    #[test]
    fn people_settings_and_the_audit_log_are_the_owners() {
        for permission in Permission::ALL {
            let owners = ["people", "settings", "audit"]
                .iter()
                .any(|word| name(*permission).contains(word));
            let others = Role::ALL.iter().filter(|role| **role != Role::Owner);
            if owners {
                assert_eq!(others.filter(|role| role.may(*permission)).count(), 0);
            }
        }
    }

    #[test]
    fn whoever_may_change_it_may_see_it() {
        for (change, see) in [
            (Permission::ManageRouters, Permission::SeeRouters),
            (Permission::ApplyChanges, Permission::SeeRouters),
            (Permission::DownloadConfigurations, Permission::SeeRouters),
            (Permission::EditCatalogue, Permission::SeeCatalogue),
            (Permission::EditCatalogue, Permission::SeeVoucherTypes),
            (Permission::SellVouchers, Permission::SeeVoucherTypes),
            (Permission::EditTemplates, Permission::SeeTemplates),
            (Permission::ManagePeople, Permission::SeePeople),
            (Permission::EditSettings, Permission::SeeSettings),
        ] {
            for role in Role::ALL {
                assert!(!role.may(change) || role.may(see), "{role} {change:?}");
            }
        }
    }
}

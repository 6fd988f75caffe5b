/**
 * Arguments that steer the provider and that no AWS call reads back: an import leaves them null, and a refresh keeps
 * what the state has. Named once for all types, as the provider's conventions are. Read from the argument lists of the
 * resources in the facts table; blocks named `timeouts` belong here too.
 */
export const UNREADABLE: ReadonlySet<string> = new Set([
  "allow_overwrite",
  "apply_immediately",
  "assign_generated_ipv6_cidr_block",
  "auto_accept",
  "bypass_policy_lockout_safety_check",
  "close_on_deletion",
  "create_govcloud",
  "delete_automated_backups",
  "deletion_window_in_days",
  "final_snapshot_identifier",
  "force_delete",
  "force_destroy",
  "force_detach_policies",
  "force_overwrite_replica_secret",
  "iam_user_access_to_billing",
  "overwrite",
  "password",
  "master_password",
  "recovery_window_in_days",
  "revoke_rules_on_delete",
  "role_name",
  "skip_destroy",
  "skip_final_snapshot",
  "timeouts",
  "user_data_replace_on_change",
  "wait_for_capacity_timeout",
  "wait_for_steady_state",
]);

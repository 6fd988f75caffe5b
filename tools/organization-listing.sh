#!/usr/bin/env bash
# Lists an AWS organisation as `archipelago adopt --from` reads it: what the AWS CLI prints, each answer with its command.
# Reads only. Run it with ReadOnlyAccess in the management account: tools/organization-listing.sh > listing.json
set -euo pipefail

policy_types=(
  SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY TAG_POLICY BACKUP_POLICY AISERVICES_OPT_OUT_POLICY
  DECLARATIVE_POLICY_EC2 CHATBOT_POLICY
)

ask() { # service verb option...: one line of JSON, also kept for whoever needs its ids
  answer=$(aws "$@" --output json)
  jq --compact-output --args '{command: $ARGS.positional, output: .}' -- "$@" <<< "${answer:-null}"
}
ids() { jq --raw-output "$1" <<< "$answer"; }

children() { # parent
  local accounts units account unit
  ask organizations list-accounts-for-parent --parent-id "$1"
  accounts=$(ids '.Accounts[].Id')
  for account in $accounts; do ask organizations list-tags-for-resource --resource-id "$account"; done
  ask organizations list-organizational-units-for-parent --parent-id "$1"
  units=$(ids '.OrganizationalUnits[].Id')
  for unit in $units; do children "$unit"; done
}

listing() {
  local enabled policies policy type
  ask organizations describe-organization
  ask organizations list-aws-service-access-for-organization
  ask iam list-organizations-features 2>/dev/null || true # refused where root access was never central
  ask organizations list-roots
  enabled=$(ids '.Roots[0].PolicyTypes[] | select(.Status == "ENABLED").Type')
  children "$(ids '.Roots[0].Id')"
  for type in "${policy_types[@]}"; do
    grep --quiet --line-regexp "$type" <<< "$enabled" || continue
    ask organizations list-policies --filter "$type"
    policies=$(ids '.Policies[].Id')
    for policy in $policies; do
      ask organizations describe-policy --policy-id "$policy"
      ask organizations list-targets-for-policy --policy-id "$policy"
    done
  done
}

listing | jq --slurp .

#!/usr/bin/env bash
# Lists networks and buckets of an AWS account as `archipelago adopt <account> --ids` reads it: what the AWS CLI prints, each
# answer with its command. Reads only. Run it with ReadOnlyAccess in the account, AWS_REGION set: tools/account-listing.sh > ids.json
set -euo pipefail

ask() { # service verb option...: one line of JSON; what the account does not have is left out
  local answer
  answer=$(aws "$@" --output json 2>&1) || {
    case $answer in *NoSuch* | *NotFound*) return ;; esac
    echo "aws $*: $answer" >&2
    exit 1
  }
  jq --compact-output --args '{command: $ARGS.positional, output: .}' -- "$@" <<< "${answer:-null}"
}

listing() {
  local verb bucket
  for verb in vpcs subnets internet-gateways nat-gateways addresses route-tables vpc-endpoints; do
    ask ec2 "describe-$verb"
  done
  ask s3api list-buckets
  for bucket in $(aws s3api list-buckets --output json | jq --raw-output '.Buckets[].Name'); do
    for verb in bucket-policy bucket-versioning bucket-encryption public-access-block bucket-lifecycle-configuration \
      bucket-ownership-controls; do
      ask s3api "get-$verb" --bucket "$bucket"
    done
  done
}

listing | jq --slurp .

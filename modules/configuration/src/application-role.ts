import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { allow, policyDocument, workloadBoundaryArn, type Grant } from "@archipelago/iam-baseline";
import type { Configuration } from "./configuration.ts";
import type { Secret } from "./secret.ts";

export interface ApplicationRoleProps {
  /** Name of the program; the role is `/<product>/<name>`. */
  readonly name: string;
  /** The service that runs it, for example `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** @default none: it reads no configuration */
  readonly configuration?: Configuration;
  /** Secrets it reads. @default none */
  readonly secrets?: readonly Secret[];
  /** What else it may do. @default nothing */
  readonly grants?: readonly Grant[];
}

/** What a program runs as: it reads its own configuration and secrets, within the workload boundary, and no other's. */
export class ApplicationRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: ApplicationRoleProps) {
    super(scope, id);
    const { account, accountId } = AccountStack.of(this);
    const { configuration, secrets = [], grants = [] } = props;
    this.role = new IamRole(this, "Resource", {
      name: props.name,
      path: `/${account.product}/`,
      permissionsBoundary: workloadBoundaryArn({ partition: partitionOf(account.region), accountId }),
      assumeRolePolicy: policyDocument("trust", props.name, [
        {
          Sid: "Service",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          Principal: { Service: props.service },
          // Only on behalf of this account: otherwise the service could be made to act for somebody else.
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    });
    const all: Grant[] = [
      ...(configuration
        ? [
            {
              sid: "ReadConfiguration",
              actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
              resources: configuration.arns,
            },
          ]
        : []),
      ...(secrets.length > 0
        ? [
            {
              sid: "ReadSecrets",
              actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
              resources: secrets.map(({ arn }) => arn),
            },
          ]
        : []),
      ...grants,
    ];
    if (all.length === 0) return;
    new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: this.role.name,
      policy: policyDocument("inline", props.name, all.map(allow)),
    });
  }
}

import { configurationParameterPath } from "@archipelago/account-stack";
import { allow, apiKeyArns, deny, type Statement } from "@archipelago/iam-baseline";
import { configurationReads } from "./configuration-reads.ts";
import { anyPublished, anyRecord, ownJournals, ownState, readState, type StateAccessProps } from "./state-access.ts";
import { storedContent } from "./stored-content.ts";

export interface RoleProps extends StateAccessProps {
  /** 12-digit id of the account, or its token. */
  readonly accountId: string;
}

/** What the plan role may do: read configuration, its state, what it declared to read, and configuration parameters. */
export function planStatements(props: RoleProps): Statement[] {
  const parameters = parameterArn(props);
  return [
    ...ceiling(props),
    deny(
      "NoStoredContent",
      storedContent.flatMap(({ service, actions }) => actions.map((action) => `${service}:${action}`)),
      ["*"],
    ),
    deny("NoApiKeys", ["apigateway:GET"], apiKeyArns(props.partition)),
    {
      Sid: "NoObjects",
      Effect: "Deny",
      Action: ["s3:GetObject*"],
      NotResource: [ownState(props), ownJournals(props), anyPublished(props), anyRecord(props)],
    },
    {
      Sid: "NoParameters",
      Effect: "Deny",
      Action: ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath"],
      NotResource: [parameters],
    },
  ];
}

/**
 * The most the plan role can do, whatever is attached to it. Published outputs of any account are within it: which ones,
 * the role's own policy says.
 */
export function planBoundaryStatements(props: RoleProps): Statement[] {
  return ceiling({ ...props, reads: ["*"], follows: ["*"] });
}

function ceiling(props: RoleProps): Statement[] {
  return [
    allow({
      sid: "ReadConfiguration",
      actions: Object.entries(configurationReads).flatMap(([service, actions]) =>
        actions.map((action) => `${service}:${action}`),
      ),
      resources: ["*"],
      because: "a plan reads whatever the stack contains",
    }),
    allow({
      sid: "ReadConfigurationParameters",
      actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      resources: [parameterArn(props)],
    }),
    ...readState(props),
  ];
}

function parameterArn({ partition, accountId }: RoleProps): string {
  return `arn:${partition}:ssm:*:${accountId}:parameter${configurationParameterPath}*`;
}

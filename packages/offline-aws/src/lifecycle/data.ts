import type { Cloud } from "../cloud/cloud.ts";
import type { Attributes, DataSource, Refusal } from "../contract.ts";
import type { Diagnostic } from "../protocol/diagnostics.ts";
import type { Block } from "../schema/types.ts";
import type { Configured } from "./configured.ts";
import { partitionOf } from "./configured.ts";
import { upgradeState } from "./upgrade.ts";
import { viewOf } from "./view.ts";

/** Answers a data source: every name of its schema, or what AWS would have refused. */
export function readDataSource(
  type: string,
  block: Block,
  config: Attributes,
  provider: Configured,
  cloud: Cloud,
  source: DataSource | undefined,
): Attributes | Diagnostic {
  if (!source)
    return {
      summary: `data source ${type} is not simulated`,
      detail: "The offline AWS provider knows its schema and not its answers.",
    };
  const hasRegion = block.attributes.some(({ name, computed }) => name === "region" && computed);
  const region = hasRegion && typeof config["region"] === "string" ? config["region"] : provider.region;
  const caller = { accountId: provider.accountId, region, partition: partitionOf(region) };
  const answer = source(hasRegion ? { ...config, region } : config, caller, viewOf(cloud, caller));
  if (isRefusal(answer)) return { summary: `reading ${type}: api error ${answer.code}: ${answer.message}` };
  return upgradeState(block, { ...config, ...(hasRegion ? { region } : {}), ...answer });
}

function isRefusal(answer: Attributes | Refusal): answer is Refusal {
  const keys = Object.keys(answer);
  return "code" in answer && "message" in answer && keys.every((key) => ["code", "message", "attribute"].includes(key));
}

import fs from "node:fs";
import path from "node:path";
import { codeowners, codeownersFile, nextBlock, ownersOf, partsOf } from "@archipelago/checks";
import { accountFolders, loadWorkspace, UserError, type Workspace } from "@archipelago/account-stack/workspace";
import { requireComplete, requireName, type AccountRequest, type CompleteRequest } from "./account-request.ts";
import { judgeFile } from "./judge-file.ts";

/** Files to write, by path relative to the root, and what to say of them. */
export interface Generated {
  readonly files: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

/**
 * The folder of a new account, from the template, and CODEOWNERS. Nothing is written.
 *
 * @throws UserError with everything that is wrong with the request
 */
export function accountFiles(root: string, asked: AccountRequest): Generated {
  const request = requireComplete(asked);
  const name = requireName("an account", request.name);
  const workspace = loadWorkspace(root);
  const [directory, template] = [`accounts/${name}`, "accounts/_template"];
  const { json, says } = accountJson(workspace, request);
  judgeFile(root, name, json);
  const owners = new Map([...ownersOf(workspace), [name, request.owner]]);
  return {
    files: {
      [`${directory}/account.json`]: json,
      [`${directory}/stack.ts`]: fs.readFileSync(path.join(root, template, "stack.ts"), "utf8"),
      ...codeownersFiles(workspace, owners),
    },
    says,
  };
}

/** .github/CODEOWNERS, its own lines kept. */
export function codeownersFiles(workspace: Workspace, owners = ownersOf(workspace)): Record<string, string> {
  const file = path.join(workspace.root, codeownersFile);
  const current = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
  return { [codeownersFile]: codeowners(workspace.organization.platformTeam, owners, current) };
}

function accountJson(workspace: Workspace, request: CompleteRequest): { json: string; says: string[] } {
  const { root, environments } = workspace;
  const template = JSON.parse(fs.readFileSync(path.join(root, "accounts/_template/account.json"), "utf8")) as {
    budget: object;
  };
  const said = partsOf(request.name, [...environments.keys()]);
  const product = request.product ?? said?.product ?? request.name;
  const environment = request.environment ?? said?.environment;
  if (environment === undefined) {
    throw new UserError(`the name "${request.name}" ends with no environment`, {
      where: "environment",
      allowed: [...environments.keys()].join(", "),
      next: `choose another name, for example ${request.name}-dev, or say --environment`,
    });
  }
  const network = request.network ?? freeBlock(workspace, environment);
  const group = request.access ?? /^@[^/]+\/([a-z][a-z0-9-]*)$/.exec(request.owner)?.[1];
  // In the order of the template; what it has and this has not is left out.
  const data: Record<string, unknown> = {
    ...template,
    product,
    environment,
    owner: request.owner,
    costCentre: request.costCentre,
    budget: request.budget === undefined ? template.budget : { monthlyUsd: request.budget },
    network: network === "none" ? undefined : { cidr: network },
    access: group === undefined ? undefined : { [group]: [environment === "production" ? "ReadOnly" : "Developer"] },
    ...(request.expires === undefined ? {} : { expires: request.expires }),
  };
  return {
    json: `${JSON.stringify(data, null, 2).replaceAll(/\[\n\s+("[^"\\]*")\n\s+\]/g, "[$1]")}\n`,
    says: [
      `${product} in ${environment}`,
      network === "none"
        ? "no network"
        : `network ${network}${request.network === undefined ? ", the next free block of the address plan" : ""}`,
    ],
  };
}

/** Networks are read from the files as they are, so that those of an account with another mistake are not given away. */
function freeBlock({ root, environments, organization }: Workspace, environment: string): string {
  const { supernet, reserved = {} } = organization.addressPlan;
  const accounts = accountFolders(root).flatMap((name) => {
    try {
      const text = fs.readFileSync(path.join(root, "accounts", name, "account.json"), "utf8");
      const { network, environment: own } = JSON.parse(text) as {
        network?: { cidr?: string; secondaryCidrs?: string[] };
        environment?: unknown;
      };
      return [network?.cidr, ...(network?.secondaryCidrs ?? [])]
        .filter((cidr) => typeof cidr === "string")
        .map((cidr) => ({ cidr, environment: own }));
    } catch {
      return []; // its own check says what is wrong with it
    }
  });
  const neighbours = accounts.filter((account) => account.environment === environment);
  const cidrs = (of: typeof accounts): string[] => of.map(({ cidr }) => cidr);
  const plan = environments.get(environment)?.addresses?.[organization.homeRegion] ?? supernet;
  const block = nextBlock(plan, [...cidrs(accounts), ...Object.keys(reserved)], cidrs(neighbours));
  if (block !== undefined) return block;
  throw new UserError(`no block of 4,096 addresses is left in ${plan}`, {
    where: "network",
    next: `name a smaller one (--network=10.0.0.0/24), none, or a larger block for ${environment} in the address plan`,
  });
}

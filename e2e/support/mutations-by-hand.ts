import fs from "node:fs";
import path from "node:path";
import type { Json, Mutation } from "./mutations.ts";

type Edits = Readonly<Record<string, Json>>;

/** Values of account.json that have the right type and are wrong all the same. */
export const accountEdits: readonly (readonly [name: string, edits: Edits, message: RegExp])[] = [
  ["environment out of the folder", { environment: "../../etc/passwd" }, /environment: must be lower-case/],
  ["environment that is a path", { environment: "./development" }, /environment: must be lower-case/],
  ["environment with Cyrillic letters", { environment: "develоpment" }, /"о" is U\+043E, no plain letter/],
  ["environment in full width", { environment: "ｄevelopment" }, /"ｄ" is U\+FF44, no plain letter/],
  ["environment in capitals", { environment: "Development" }, /environment: must be lower-case/],
  ["environment with a slip", { environment: "developement" }, /; did you mean "development"\?/],
  ["environment abbreviated", { environment: "prod" }, /; did you mean "production"\?/],
  ["environment of the prototype", { environment: "constructor" }, /there is no environment "constructor"/],
  ["product that is markup", { product: "<script>" }, /product: must be lower-case/],
  ["product in 33 letters", { product: "a".repeat(33) }, /product: .*32/],
  ["owner without @", { owner: "acme/team-shop" }, /owner: must be a GitHub team/],
  ["owner of two lines", { owner: "@acme/team-shop\n* @evil" }, /invisible character, U\+000A/],
  ["owner with a space", { owner: "@acme/team-shop @evil" }, /owner: must be a GitHub team/],
  ["cost centre that is a path", { costCentre: "../CC-1" }, /costCentre: must be a cost centre code/],
  ["cost centre that is a formula", { costCentre: "=1+1" }, /costCentre: must be a cost centre code/],
  ["no budget", { budget: { monthlyUsd: 0 } }, /budget\.monthlyUsd: expected number to be >0/],
  ["budget below nothing", { budget: { monthlyUsd: -5 } }, /budget\.monthlyUsd: .*\(found -5\)/],
  ["budget as text", { budget: { monthlyUsd: "300" } }, /budget\.monthlyUsd: expected number \(found "300"\)/],
  ["budget beyond all", { budget: { monthlyUsd: 1e300 } }, /budget\.monthlyUsd: .*10000000 \(found 1e\+300\)/],
  ["budget at the wrong place", { monthlyUsd: 5 }, /monthlyUsd: unknown key; did you mean "budget\.monthlyUsd"\?/],
  ["block with host bits", { network: { cidr: "10.0.0.1/16" } }, /network\.cidr: must be .*without host bits/],
  ["block beyond IPv4", { network: { cidr: "10.0.0.256/24" } }, /network\.cidr: must be an IPv4 block/],
  ["block in IPv6", { network: { cidr: "fd00::/48" } }, /network\.cidr: must be an IPv4 block/],
  ["block with a leading zero", { network: { cidr: "010.0.0.0/16" } }, /network\.cidr: must be an IPv4 block/],
  ["block too small", { network: { cidr: "10.0.0.0/28" } }, /network\.cidr: must be between \/16 and \/24/],
  ["half a zone", { network: { cidr: "10.0.0.0/20", zones: 1.5 } }, /network\.zones: expected int/],
  ["nine zones", { network: { cidr: "10.0.0.0/20", zones: 9 } }, /network\.zones: expected number to be <=4/],
  ["access of nobody", { access: { "": ["Developer"] } }, /access\..*: cannot be a key here/],
  ["access of a path", { access: { "../admin": ["Developer"] } }, /access\.\.\.\/admin: cannot be a key here/],
  ["access to nothing", { access: { "team-shop": [] } }, /access\.team-shop: expected array/],
  ["access to everything", { access: { "team-shop": ["*"] } }, /access\.team-shop\[0\]: must be the name of a permi/],
  ["dependency on nobody", { dependsOn: ["nobody"] }, /dependsOn: there is no account "nobody"/],
  ["dependency with a slip", { dependsOn: ["securty"] }, /no account "securty"; did you mean "security"\?/],
  ["dependency out of the folder", { dependsOn: ["../shop-dev"] }, /dependsOn\[0\]: must be lower-case/],
  ["dependency on the template", { dependsOn: ["_template"] }, /dependsOn\[0\]: must be lower-case/],
  ["promotion from nobody", { promoteFrom: "shop-stagin" }, /no account "shop-stagin"; did you mean "shop-staging"/],
  ["reading of nobody", { reads: { nobody: ["vpcId"] } }, /reads: there is no account "nobody"/],
  ["reading of the prototype", { reads: { constructor: ["vpcId"] } }, /there is no account "constructor"/],
  ["reading of nothing", { reads: { security: [] } }, /reads\.security: expected array/],
  ["reading of a shell", { reads: { security: ["$(id)"] } }, /reads\.security\[0\]: must be an output name/],
  ["connection of no kind", { connections: [{}] }, /connections\[0\]\.kind: is missing/],
  [
    "connection of a strange kind",
    { connections: [{ kind: "rol" }] },
    /expected one of "role"\|"bucket"\|.*; did you mean "role"\?/,
  ],
  ["connection that is a text", { connections: ["shop"] }, /connections\[0\]: expected object/],
  ["connection unfinished", { connections: [{ kind: "role" }] }, /connections\[0\]\.name: is missing/],
  [
    "connection with another key",
    { connections: [{ kind: "role", name: "a", with: "security", side: "provider", role: "r", rol: 1 }] },
    /connections\[0\]\.rol: unknown key; did you mean "role"\? \(known: kind, name/,
  ],
  ["lifecycle with a slip", { lifecycle: "close" }, /lifecycle: expected one of .*; did you mean "closed"\?/],
  ["a day that is not", { expires: "2027-02-30" }, /expires: must be a date/],
  ["a date with a time", { expires: "2027-02-03T10:00:00Z" }, /expires: must be a date/],
  ["address that is none", { email: "shop" }, /email: must be an e-mail address/],
  ["address of two people", { email: "a@acme.example,b@acme.example" }, /email: must be an e-mail address/],
  ["address too long", { email: `${"a".repeat(30)}@${"b".repeat(40)}.example` }, /email: .*64/],
  ["unit with a slip", { organizationalUnit: "Workloads/Producton" }, /did you mean "Workloads\/Production"\?/],
  ["unit of the prototype", { organizationalUnit: "constructor" }, /there is no unit "constructor"/],
  ["unit out of the tree", { organizationalUnit: "../../Root" }, /there is no unit "\.\.\/\.\.\/Root"/],
  ["unit without a name", { organizationalUnit: "/" }, /organizationalUnit: must be a path/],
  ["region that is none", { regions: ["europe"] }, /regions\[0\]: must be an AWS region/],
  ["region that is not governed", { regions: ["eu-west-2"] }, /not governed .*; did you mean "eu-west-1"\?/],
  ["account id as a number", { existing: { accountId: 111122223333 } }, /existing\.accountId: expected string/],
  ["account id of 11 digits", { existing: { accountId: "11112222333" } }, /existing\.accountId: must be 12 digits/],
  ["account id in Arabic digits", { existing: { accountId: "١١١١٢٢٢٢٣٣٣٣" } }, /existing\.accountId: must be 12/],
  [
    "the template as it is",
    { product: "REPLACE-ME", owner: "@REPLACE-ME", costCentre: "REPLACE-ME", access: { "REPLACE-ME": ["Developer"] } },
    /product is still the template's(.|\n)*owner is still(.|\n)*costCentre is still(.|\n)*access is still/,
  ],
  [
    "nine things at once",
    { product: 1, environment: 2, owner: 3, costCentre: 4, budget: 5, network: 6, access: 7, dependsOn: 8, email: 9 },
    /product: expected(.|\n)*and 4 more/,
  ],
];

export const environmentEdits: readonly (readonly [name: string, edits: Edits, message: RegExp])[] = [
  ["two gateways", { nat: "two" }, /nat: expected one of/],
  ["gateways with a slip", { nat: "per_zone" }, /nat: .*; did you mean "per-zone"\?/],
  ["a retention CloudWatch does not have", { logRetentionDays: 31 }, /logRetentionDays: expected one of 1\|3\|5/],
  ["retention as text", { logRetentionDays: "30" }, /logRetentionDays: .*\(found "30"\)/],
  ["no zone", { zones: 0 }, /zones: expected number to be >=1/],
  ["traffic in small letters", { flowLogTraffic: "reject" }, /flowLogTraffic: .*; did you mean "REJECT"\?/],
  ["protection as text", { deletionProtection: "false" }, /deletionProtection: expected boolean/],
  ["a number below nothing", { maxDestroy: -1 }, /maxDestroy: expected number to be >=0/],
  ["a number beyond all", { maxDestroy: 1e21 }, /maxDestroy: expected int/],
  ["order with a path", { dependsOn: ["../management"] }, /dependsOn\[0\]: must be lower-case/],
  ["order after nobody", { dependsOn: ["managment"] }, /no account "managment"; did you mean "management"\?/],
  ["reading of nobody", { reads: { nobody: ["vpcId"] } }, /reads: there is no account "nobody"/],
];

export const organizationEdits: readonly (readonly [name: string, edits: Edits, message: RegExp])[] = [
  ["another cloud", { cloud: "azure" }, /cloud: expected one of "offline"\|"aws"/],
  ["home out of its regions", { homeRegion: "us-east-1" }, /the home region us-east-1 is not among them/],
  ["no region", { regions: [] }, /regions: expected array/],
  ["addresses that are all the same", { emailPattern: "aws@acme.example" }, /emailPattern: must be an address with/],
  ["a repository out of GitHub", { repository: "../../evil" }, /repository: must be owner\/name/],
  ["an environment in two units", { organizationalUnits: { A: ["shared"], B: ["shared"] } }, /is in A and in B/],
  ["a unit six levels deep", { organizationalUnits: { "a/b/c/d/e/f": [] } }, /cannot be a key here: must be a path/],
  ["a management account with a slip", { accounts: parts({ management: "managment" }) }, /mean "management"\?/],
  ["a management account out of the folder", { accounts: parts({ management: "../x" }) }, /management: must be low/],
  ["a part too few", { accounts: { management: "management" } }, /accounts\.logArchive: is missing/],
  ["an address plan in IPv6", { addressPlan: { supernet: "fd00::/8" } }, /addressPlan\.supernet: must be an IPv4/],
  ["half an account", { accountQuota: 10.5 }, /accountQuota: expected int/],
  ["a number of GitHub as a number", { deployment: { repositoryId: 1 } }, /deployment\.repositoryId: expected str/],
  ["a key with a slip", { homeregion: "eu-west-1" }, /homeregion: unknown key; did you mean "homeRegion"\?/],
];

function parts(differences: Edits): Json {
  return {
    management: "management",
    logArchive: "log-archive",
    security: "security",
    network: "network",
    ...differences,
  };
}

/** Wrong versions of a stack.ts. */
export function stackMutations(valid: string, outside: string): Mutation[] {
  const inside = (statement: string): string => valid.replace("=> {\n", `=> {\n  ${statement}\n`);
  return [
    { name: "empty", content: "", message: /has no default export made by defineAccount/ },
    { name: "a number", content: "export default 12;\n", message: /has no default export made by defineAccount/ },
    { name: "half a stack", content: valid.slice(0, valid.length / 2), message: /stack\.ts:\d+: / },
    { name: "a conflict", content: `<<<<<<< HEAD\n${valid}\n=======\n`, message: /stack\.ts:1: / },
    { name: "not TypeScript", content: "resource aws_vpc main {}\n", message: /stack\.ts:1: / },
    { name: "throws a text", content: inside('throw "no luck";'), message: /no luck/ },
    { name: "throws nothing", content: inside("throw null;"), message: /null/ },
    { name: "reads nothing", content: inside("(undefined as any).x;"), message: /stack\.ts:\d+: Cannot read prop/ },
    { name: "calls nothing", content: inside("nothing();"), message: /stack\.ts:\d+: nothing is not defined/ },
    { name: "calls itself", content: inside("const f = (): void => f(); f();"), message: /Maximum call stack/ },
    { name: "unknown module", content: `import "@archipelago/vpc-basline";\n${valid}`, message: /Cannot find module/ },
    {
      name: "unknown export",
      content: `import { nothing } from "node:fs";\n${valid}`.replace("=> {", "=> { nothing();"),
      message: /stack\.ts:\d+: calls what the module it imports does not export/,
    },
    { name: "another account", content: inside('stack.read("nobody", organizationOutputs);'), message: /nobody/ },
    { name: "twice", content: inside('new VpcBaseline(stack, "baseline", {} as any);'), message: /stack\.ts:\d+/ },
    { name: "a folder", content: (file) => fs.mkdirSync(file), message: /stack\.ts: / },
    {
      name: "a link out",
      content: (file) => fs.symlinkSync(path.join(outside, "stack.ts"), file),
      message: /leads out of/,
    },
    { name: "a link to nothing", content: (file) => fs.symlinkSync("nowhere.ts", file), message: /is missing/ },
    { name: "a link to itself", content: (file) => fs.symlinkSync("stack.ts", file), message: /leads to itself/ },
  ];
}

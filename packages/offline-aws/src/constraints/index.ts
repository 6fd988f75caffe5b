import type { Constraint } from "../contract.ts";
import { connections } from "./connections.ts";
import { dns } from "./dns.ts";
import { governance } from "./governance.ts";
import { namesUnique, singletons, uniqueNames } from "./names.ts";
import { network } from "./network.ts";
import { organization } from "./organization.ts";
import { ownPolicyRules, policiesValid, policyAttributes } from "./policies.ts";
import { references, referencesExist } from "./references.ts";
import { privateLink } from "./private-link.ts";
import { security } from "./security.ts";
import { sharing } from "./sharing.ts";
import { services } from "./services.ts";
import { storage } from "./storage.ts";
import { transit } from "./transit.ts";
import { valueRules, valuesValid } from "./values.ts";

export { deleteConstraints } from "./deletion.ts";

/** Tables of rules, and the constraint that applies a type's row. */
const general: readonly (readonly [table: Readonly<Record<string, unknown>>, constraint: Constraint])[] = [
  [valueRules, valuesValid],
  [references, referencesExist],
  [singletons, namesUnique],
  [uniqueNames, namesUnique],
  [policyAttributes, policiesValid],
];

/** Rules of single types, by area. */
const own: readonly Readonly<Record<string, readonly Constraint[]>>[] = [
  network,
  connections,
  storage,
  organization,
  security,
  services,
  governance,
  dns,
  privateLink,
  sharing,
  transit,
  ownPolicyRules,
];

/**
 * What AWS checks when a resource is created or updated, by type, in the order in which it is asked: forms of values,
 * what is referred to, names, policy documents, then what is the type's own.
 */
export const constraints: Readonly<Record<string, readonly Constraint[]>> = Object.fromEntries(
  [...new Set([...general.map(([table]) => table), ...own].flatMap((table) => Object.keys(table)))].map((type) => [
    type,
    [
      ...new Set(general.flatMap(([table, constraint]) => (type in table ? [constraint] : []))),
      ...own.flatMap((area) => area[type] ?? []),
    ],
  ]),
);

import { hierarchy } from "d3-hierarchy";
import type { MapAccount, OrganizationMap } from "./model.ts";

/** A line of the map: a unit or an account. */
export interface Row {
  /** `Root`, a unit's path, or the account's name after `account=`. */
  readonly id: string;
  /** Of the row it hangs from; undefined for the root. */
  readonly parent: string | undefined;
  /** 0 for the root. */
  readonly depth: number;
  /** What it is called there. */
  readonly label: string;
  /** Undefined for a unit. */
  readonly account: MapAccount | undefined;
  /** Of a unit: what is in it and below. */
  readonly accounts: readonly MapAccount[];
}

interface Node {
  readonly id: string;
  readonly label: string;
  readonly account?: MapAccount;
  readonly children: Node[];
}

/** The organisation's tree from the top down, accounts of a unit before the units in it. */
export function rowsOf({ units, accounts }: Pick<OrganizationMap, "units" | "accounts">): Row[] {
  const root: Node = { id: "Root", label: "Root", children: [] };
  const nodes = new Map([["Root", root]]);
  const inside = (unit: string): Node[] =>
    accounts
      .filter((account) => account.unit === unit)
      .map((account) => ({ id: `account=${account.name}`, label: account.name, account, children: [] }));
  root.children.push(...inside("Root"));
  for (const unit of units) {
    const at = unit.lastIndexOf("/");
    const node: Node = { id: unit, label: unit.slice(at + 1), children: inside(unit) };
    nodes.set(unit, node);
    (nodes.get(unit.slice(0, at)) ?? root).children.push(node);
  }
  const rows: Row[] = [];
  hierarchy(root).eachBefore((node) => {
    const { id, label, account } = node.data;
    rows.push({
      id,
      label,
      account,
      parent: node.parent?.data.id,
      depth: node.depth,
      accounts: node.leaves().flatMap((leaf) => leaf.data.account ?? []),
    });
  });
  return rows;
}

import { didYouMean, listed, readImports, UserError, type Account } from "@archipelago/account-stack/workspace";

/** One line of imports.json. */
export interface Import {
  readonly to: string;
  readonly id: string;
  /** `file:line:column` */
  readonly where: string;
}

/** Parts of a synthesised stack that imports are held against. */
interface Configuration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/**
 * What an account's imports.json asks for, except what its stack imports by itself.
 *
 * @param json the synthesised stack
 * @throws UserError when a line names no resource of the stack, or two lines name one thing
 */
export function importsOf(root: string, account: Pick<Account, "name" | "directory">, json: string): Import[] {
  const file = readImports(root, account);
  if (file === undefined) return [];
  const { resource = {}, import: own = [] } = JSON.parse(json) as Configuration;
  const addresses = Object.entries(resource).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => `${type}.${name}`),
  );
  const imports = Object.entries(file.data.imports).map(([to, id]) => ({ to, id, where: file.at("imports", to) }));
  const taken = new Map<string, string>();
  for (const { to, id, where } of imports) {
    const plain = to.replace(/\[.*$/, "");
    const type = plain.slice(0, plain.indexOf("."));
    if (!addresses.includes(plain)) {
      const sameType = addresses.filter((each) => each.startsWith(`${type}.`));
      throw new UserError(`${account.name} has no resource ${plain}${didYouMean(plain, addresses)}`, {
        where,
        allowed: listed((sameType.length > 0 ? sameType : addresses).sort()),
        next: "correct the address; if the resource was taken out of stack.ts on purpose, remove the line",
      });
    }
    const block = resource[type]![plain.slice(type.length + 1)]!;
    const instance = "count" in block ? "[0]" : "for_each" in block ? '["key"]' : "";
    if ((instance === "") !== (plain === to)) {
      throw new UserError(`${plain} has ${instance === "" ? "no" : "several"} instances`, {
        where,
        next: `write ${plain}${instance}`,
      });
    }
    const twin = taken.get(`${type} ${id}`);
    if (twin !== undefined) {
      throw new UserError(`${id} is imported as ${twin} already`, {
        where,
        next: "one thing can be one resource only: remove one of the two lines",
      });
    }
    taken.set(`${type} ${id}`, to);
    const other = own.find((block) => block.to === to);
    if (other !== undefined && other.id !== id)
      throw new UserError(`stack.ts imports ${other.id} as ${to}`, { where, next: "remove one of the two" });
  }
  return imports.filter(({ to }) => !own.some((block) => block.to === to));
}

/** What to say of lines of imports.json that have nothing to do any more. */
export function doneImports(
  account: Pick<Account, "directory">,
  imports: readonly Import[],
  pending: ReadonlySet<string>,
): string[] {
  const done = imports.filter(({ to }) => !pending.has(to)).map(({ to }) => to);
  if (done.length === 0) return [];
  const file = `${account.directory}/imports.json`;
  if (done.length === imports.length) return [`everything in ${file} is imported: delete the file`];
  const shown = done.slice(0, 3).join(", ") + (done.length > 3 ? ` and ${done.length - 3} more` : "");
  return [`${file}: ${shown} ${done.length === 1 ? "is" : "are"} imported already, the lines can go`];
}

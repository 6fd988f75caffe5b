import type { Workspace } from "./load.ts";

/** Values that the environments' files say are no secrets, though they look like some, by environment. */
export function notSecrets({
  environmentFiles,
}: Pick<Workspace, "environmentFiles">): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...environmentFiles].map(([name, { data }]) => [
      name,
      Object.keys(data.notSecrets ?? {}).flatMap((place) => valueAt(data, place) ?? []),
    ]),
  );
}

function valueAt(data: object, place: string): string | undefined {
  let value: unknown = data;
  for (const key of place.split(".")) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof value === "string" ? value : undefined;
}

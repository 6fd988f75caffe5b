import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { Http2Server } from "node:http2";
import os from "node:os";
import path from "node:path";
import { openCloud } from "./cloud/cloud.ts";
import { factsOf, resourceTypes } from "./facts/index.ts";
import { createGrpcServer } from "./protocol/grpc.ts";
import { deriveSchema } from "./schema/derive.ts";
import type { ProviderSchema } from "./schema/types.ts";
import { type Connection, createProvider } from "./server/provider.ts";
import { reattachVariable } from "./server/reattach.ts";
import { configurationOf } from "./test-configuration.ts";
import { terraformIn, type Workspace } from "./test-terraform.ts";

// The values are made up, so AWS's rules are left out: what is tested is that no type ever plans a change by itself.
const LAWLESS = { constraints: {}, deleteConstraints: {}, dataSources: {}, consequences: {} };
const ACCOUNT = "111111111111";

let directory: string;
let schema: ProviderSchema;
let server: Http2Server;
let terraform: Workspace;
let standIn: ChildProcess;
const bugs: unknown[] = [];

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  schema = deriveSchema(resourceTypes());
  const cloud = openCloud(path.join(directory, "cloud"));
  const provider = createProvider({ schema, cloud, behaviours: LAWLESS, applyDelayMs: 0 });
  server = createGrpcServer<Connection>(
    provider,
    () => ({ credentials: ACCOUNT }),
    (bug) => bugs.push(bug),
  );
  const socket = path.join(directory, "provider.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  // Terraform kills the process it was named when it cannot connect: not this one.
  standIn = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  terraform = terraformIn(reattachVariable(standIn.pid!, { Network: "unix", String: socket }));
});
afterAll(async () => {
  terraform.remove();
  standIn.kill();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const resources = (
  extent: "required" | "everything",
  change: (type: string, attributes: Record<string, unknown>) => void = () => undefined,
) =>
  Object.fromEntries(
    Object.entries(schema.resources).map(([type, block]) => {
      const attributes = configurationOf(type, block, extent);
      change(type, attributes);
      return [type, { x: attributes }];
    }),
  );

test.each(["required", "everything"] as const)(
  "every type with %s set: applied, nothing to do, changed in place, replaced where it must, destroyed",
  async (extent) => {
    const count = resourceTypes().length;
    terraform.write({ resource: resources(extent) });
    expect((await terraform.apply()).output).toContain(`${count} added, 0 changed, 0 destroyed`);
    expect((await terraform.plan()).output).toContain("No changes.");
    // Not by exit code: Terraform writes two sensitive paths in any order, and takes another order for a difference.
    expect((await terraform.plan("-refresh-only")).json).not.toHaveProperty("resource_drift");

    // A tag more, in place, on every type that has tags; nothing but the tags and what is made from them may change.
    terraform.write({ resource: resources(extent, (type, attributes) => addTag(type, attributes)) });
    const tagged = await terraform.plan();
    const changes = tagged.json.resource_changes?.filter(({ change }) => change.actions[0] !== "no-op") ?? [];
    expect(new Set(changes.map(({ change }) => change.actions.join()))).toEqual(new Set(["update"]));
    expect(changes.length).toBeGreaterThan(80);
    const stale = changes.flatMap(({ address, change }) =>
      ["id", "arn"].filter((name) => change.after_unknown[name] === true).map((name) => `${address}.${name}`),
    );
    expect(stale).toEqual([]);
    await terraform.apply();
    expect((await terraform.plan()).output).toContain("No changes.");

    if (extent === "everything") await expectReplacements();
    const destroyed = await terraform.run("destroy", "-auto-approve", "-refresh=false");
    expect(destroyed.output).toContain(`${count} destroyed`);
    expect(bugs).toEqual([]);
  },
  300_000,
);

/** Changes one attribute of every type that has one which forces a new resource: exactly these are replaced, for it. */
async function expectReplacements(): Promise<void> {
  const wanted = new Map<string, string>();
  const changed = resources("everything", (type, attributes) => {
    const madeUp = (name: string): boolean => {
      const value = attributes[name];
      return typeof value === "string" && value.startsWith("x-");
    };
    const name = factsOf(type)?.forceNew.find(madeUp);
    addTag(type, attributes);
    if (name === undefined) return;
    attributes[name] = "x-changed";
    wanted.set(`${type}.x`, name);
  });
  terraform.write({ resource: changed });
  const { json } = await terraform.plan("-refresh=false");
  expect(wanted.size).toBeGreaterThan(140);
  expect(json.resource_changes).toHaveLength(resourceTypes().length);
  for (const { address, change } of json.resource_changes ?? []) {
    const name = wanted.get(address);
    expect({ address, actions: change.actions, paths: change.replace_paths ?? [] }).toEqual({
      address,
      actions: name === undefined ? ["no-op"] : ["delete", "create"],
      paths: name === undefined ? [] : [[name]],
    });
  }
}

function addTag(type: string, attributes: Record<string, unknown>): void {
  const block = schema.resources[type];
  if (
    block?.attributes.some(({ name, optional }) => name === "tags_all" && optional) &&
    block.attributes.some(({ name, type: kind }) => name === "tags" && kind !== "string")
  )
    attributes["tags"] = { ...(attributes["tags"] as object | undefined), more: "x" };
}

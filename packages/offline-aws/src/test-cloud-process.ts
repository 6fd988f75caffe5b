import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openCloud, type Cloud } from "./cloud/cloud.ts";
import { startOfflineAws, type OfflineAws } from "./server/start.ts";
import { terraformIn, type Workspace } from "./test-terraform.ts";

/** A simulated cloud that one file of tests has for itself, served to real Terraforms. */
export interface TestCloud {
  /** What is in it. */
  cloud(): Cloud;
  /** A workspace whose Terraform has the credentials of an account. Within a test or a hook. */
  terraform(accountId: string): Workspace;
}

/** Starts a simulated cloud before the tests of a file, and removes it, with its workspaces, after them. */
export function useOfflineAws(accounts: readonly string[]): TestCloud {
  let directory: string;
  let offline: OfflineAws;
  const workspaces: Workspace[] = [];
  beforeAll(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-"));
    const [cloudDirectory, cacheDirectory] = [path.join(directory, "cloud"), path.join(directory, "cache")];
    offline = await startOfflineAws({ cloudDirectory, cacheDirectory, accounts });
  });
  afterAll(async () => {
    await offline.stop();
    for (const each of workspaces) each.remove();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    cloud: () => openCloud(path.join(directory, "cloud")),
    terraform(accountId) {
      const workspace = terraformIn(offline.reattach(accountId));
      workspaces.push(workspace);
      return workspace;
    },
  };
}

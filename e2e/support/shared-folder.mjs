import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Makes a folder that every worker of a run of Jest knows, and that is gone after it. */
export default function sharedFolder() {
  process.env["ARCHIPELAGO_TEST_RUN"] = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-run-")));
}

import fs from "node:fs";

/** Removes what sharedFolder made. */
export default function sharedFolderRemoved() {
  fs.rmSync(process.env["ARCHIPELAGO_TEST_RUN"], { recursive: true, force: true, maxRetries: 3 });
}

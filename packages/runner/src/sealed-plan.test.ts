import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileDigest, takeSealedPlan } from "./sealed-plan.ts";

let directory: string;
let plan: string;
let seal: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-sealed-"));
  plan = path.join(directory, "plan.tfplan");
  fs.writeFileSync(plan, "as shown");
  seal = fileDigest(plan);
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

test("what was shown is taken, and later writes do not reach it", () => {
  const taken = takeSealedPlan(plan, seal, directory);
  fs.writeFileSync(plan, "another plan");
  expect(fs.readFileSync(taken, "utf8")).toBe("as shown");
  expect(fs.statSync(taken).mode & 0o777).toBe(0o600);
});

test("a plan file that was changed since, or is gone, is refused; an earlier copy is not used", () => {
  const taken = takeSealedPlan(plan, seal, directory);
  fs.writeFileSync(plan, "tampered");
  expect(() => takeSealedPlan(plan, seal, directory)).toThrow("the plan file was changed since it was shown");
  fs.rmSync(plan);
  expect(() => takeSealedPlan(plan, seal, directory)).toThrow("the plan file is gone since it was shown");
  expect(fs.existsSync(taken)).toBe(false);
});

import path from "node:path";
import { Interruption } from "./interruption.ts";
import { environment } from "./test-environment.ts";
import { Terraform } from "./terraform.ts";

// The program that the signal tests start, and interrupt or kill: applies the plan of every directory it is given.
const interruption = new Interruption({ write: (text) => process.stderr.write(text) });
interruption.listen();

void Promise.allSettled(
  process.argv.slice(1).map(async (directory) => {
    const terraform = new Terraform({ directory, environment, interruption });
    await terraform.apply(path.join(directory, "plan.tfplan"));
    await terraform.output();
  }),
).then((applied) => {
  for (const result of applied) {
    process.stdout.write(
      result.status === "fulfilled" ? "fulfilled\n" : `${String((result.reason as Error).message)}\n`,
    );
  }
});

import { Command } from "commander";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";

type Adder = (program: Command) => void;

/** Which file has which verbs, in the order of the help. A verb is started often: it loads its own file only. */
const files: readonly { readonly verbs: readonly string[]; readonly load: () => Promise<Adder> }[] = [
  {
    verbs: ["synth", "check", "plan", "apply", "drift", "destroy"],
    load: async () => (await import("./commands/account-verbs.ts")).addAccountVerbs,
  },
  { verbs: ["adopt"], load: async () => (await import("./commands/adopt.ts")).addAdopt },
  { verbs: ["bootstrap"], load: async () => (await import("./commands/bootstrap.ts")).addBootstrap },
  { verbs: ["offline"], load: async () => (await import("./commands/offline.ts")).addOffline },
  { verbs: ["explain"], load: async () => (await import("./commands/explain.ts")).addExplain },
  { verbs: ["show"], load: async () => (await import("./commands/show.ts")).addShow },
  { verbs: ["state"], load: async () => (await import("./commands/state.ts")).addState },
  { verbs: ["status"], load: async () => (await import("./commands/status.ts")).addStatus },
  { verbs: ["compliance"], load: async () => (await import("./commands/compliance.ts")).addCompliance },
  { verbs: ["rename"], load: async () => (await import("./commands/rename.ts")).addRename },
  { verbs: ["report"], load: async () => (await import("./commands/report.ts")).addReport },
  { verbs: ["doctor"], load: async () => (await import("./commands/doctor.ts")).addDoctor },
];

/**
 * The verbs and their options.
 *
 * @param verb the one that will be called. Default: all, as for anything that is not a verb
 */
export async function commandLine(verb?: string): Promise<Command> {
  const program = new Command("archipelago")
    .description("Questions about and repair of an AWS organisation. Daily work is `npx nx`; see README.md.")
    .option("--organization <file>", "the organisation's file", "organization.json")
    .showHelpAfterError("(--help shows what there is)")
    .enablePositionalOptions();
  const named = files.filter(({ verbs }) => verb !== undefined && verbs.includes(verb));
  for (const { load } of named.length === 0 ? files : named) (await load())(program);
  return program;
}

/** The command line. Sets the exit code; prints errors that a user can mend without a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await (await commandLine(argv[2])).parseAsync(argv);
  } catch (thrown) {
    process.exitCode = 1;
    const error = asUserError(thrown, ".archipelago");
    console.error(error instanceof UserError ? error.format() : error);
  }
}

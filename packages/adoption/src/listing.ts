import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { UserError } from "@archipelago/account-stack/workspace";

/** Answers of the AWS CLI, in the shape it prints them, each with the words of its command after `aws`. */
const listingFile = z.array(
  z.object({ command: z.array(z.string()), output: z.record(z.string(), z.unknown()).nullish() }),
);

/** Answers of the AWS CLI. */
export class Listing {
  readonly file: string;
  readonly #answers: z.infer<typeof listingFile>;

  constructor(file: string, answers: z.infer<typeof listingFile>) {
    this.file = file;
    this.#answers = answers;
  }

  /**
   * What a command answered, each answer with the value of an option it was asked with.
   *
   * @param words for example `organizations list-roots`
   * @param option for example `--parent-id`
   */
  answers<T extends z.ZodType>(words: string, schema: T, option?: string): { of: string; output: z.infer<T> }[] {
    const [service, verb] = words.split(" ");
    return this.#answers
      .filter(({ command }) => command[0] === service && command[1] === verb)
      .map(({ command, output }) => {
        const result = schema.safeParse(output ?? {});
        if (!result.success) {
          const [issue] = result.error.issues;
          throw new UserError(
            `is not what aws ${command.join(" ")} prints: ${issue!.path.join(".")}: ${issue!.message}`,
            {
              where: this.file,
              next: "make the listing again: docs/joining.md",
            },
          );
        }
        const at = option === undefined ? -1 : command.indexOf(option);
        return { of: at < 0 ? "" : (command[at + 1] ?? ""), output: result.data };
      });
  }

  /** @throws UserError when the listing does not have the command */
  require<T extends z.ZodType>(words: string, schema: T): z.infer<T> {
    const [answer] = this.answers(words, schema);
    if (answer) return answer.output;
    throw new UserError(`lacks what aws ${words} prints`, {
      where: this.file,
      next: "make the listing again: docs/joining.md",
    });
  }
}

/**
 * Reads a listing.
 *
 * @throws UserError when it is no listing
 */
export function readListing(file: string): Listing {
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(path.resolve(file), "utf8"));
  } catch (error) {
    throw new UserError(`cannot be read: ${(error as Error).message}`, { where: file, next: "see docs/joining.md" });
  }
  const result = listingFile.safeParse(value);
  if (result.success) return new Listing(file, result.data);
  throw new UserError("is no listing", {
    where: file,
    allowed: 'a list of { "command": ["organizations", "list-roots"], "output": what the AWS CLI printed }',
    next: "tools/listing/organization.sh > listing.json, with read access to the management account",
  });
}

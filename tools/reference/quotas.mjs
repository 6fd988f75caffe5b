import { table } from "./table.mjs";

const number = (value) => value.toLocaleString("en-US");

/** Quotas of AWS and of GitHub that the repository knows, and where it stops before they do. */
export function quotasPage({ known, made, run, requested }) {
  return [
    "Limits of AWS that configuration can hit. What is refused here is refused before a plan, with the number and what to do.",
    "Sources and days are beside the tables in the code.",
    "",
    "## What `check` counts",
    "",
    table(
      ["what", "at most", "counted", "rule"],
      known.map(({ what, limit, unit, counted = "", rule }) => [
        what,
        `${number(limit)} ${unit}`,
        counted,
        `\`${rule}\``,
      ]),
    ),
    "",
    "## What a stack refuses when it is made",
    "",
    table(
      ["what", "at most", "where"],
      made.map(([what, limit, where]) => [what, number(limit), where]),
    ),
    "",
    "## What a run refuses or waits for",
    "",
    table(
      ["what", "at most", "then"],
      run.map(([what, limit, then]) => [what, limit, then]),
    ),
    "",
    "## What new accounts ask for",
    "",
    "By the template of the management account ([service-quotas](../../modules/service-quotas/README.md)), in each governed region. Where",
    "AWS publishes how much is used, an alarm writes at 80 percent.",
    "",
    table(
      ["quota", "code", "AWS gives", "asked for", "alarm"],
      requested.map(({ name, service, code, default: given, requested: wanted, usage }) => [
        name,
        `\`${service}/${code}\``,
        number(given),
        number(wanted),
        usage === undefined ? "no" : "yes",
      ]),
    ),
    "",
  ].join("\n");
}

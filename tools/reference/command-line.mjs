import { table } from "./table.mjs";

/** Every verb with its arguments and options, as commander knows them. */
export function commandLinePage(program) {
  return [
    "`npm run archipelago -- <verb>`, or `npx archipelago <verb>` once installed. Daily work is `npx nx`; this is for",
    "questions and repair. Every verb ends with exit code 1 when something is wrong that a person can mend.",
    "",
    options(program.options),
    "",
    ...leaves(program, []).flatMap(({ names, command }) => [
      `## ${names.join(" ")}`,
      "",
      "```sh",
      ["archipelago", ...names, command.usage()].join(" "),
      "```",
      "",
      sentence(command.description()),
      "",
      ...(command.options.length > 0 ? [options(command.options), ""] : []),
    ]),
  ].join("\n");
}

/** Commands that do something themselves, with the words that lead to them. */
function leaves(command, names) {
  const shown = command.commands.filter(({ _hidden }) => !_hidden);
  const own = names.length > 0 && (shown.length === 0 || command._actionHandler) ? [{ names, command }] : [];
  return [...own, ...shown.flatMap((inner) => leaves(inner, [...names, inner.name()]))];
}

function options(all) {
  const shown = all.filter(({ hidden }) => !hidden);
  return table(
    ["option", "does"],
    shown.map(({ flags, description, defaultValue }) => [
      `\`${flags}\``,
      description + (typeof defaultValue === "string" ? ` (default: ${defaultValue})` : ""),
    ]),
  );
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

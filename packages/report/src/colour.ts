import { styleText } from "node:util";

/** What a stream says of itself. */
export interface Output {
  readonly isTTY?: boolean;
}

/**
 * Whether to write colours to a stream. NO_COLOR (https://no-color.org) has the last word, because Nx sets FORCE_COLOR
 * for what it starts; without either, colours are for terminals.
 */
export function wantsColour({ isTTY = false }: Output, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && env["TERM"] !== "dumb";
}

/** Text in a colour, or as it is. */
export function paint(colour: Parameters<typeof styleText>[0], text: string, wanted: boolean): string {
  return wanted ? styleText(colour, text, { validateStream: false }) : text;
}

// A filled-in issue form: everything in it was typed by somebody else.

/** GitHub takes no longer body. */
const longestBody = 65_536;
const longestValue = 120;

/** Label of each question in .github/ISSUE_TEMPLATE/new-account.yml, and what becomes of the answer. */
export const questions = {
  Name: { key: "name" },
  Owner: { key: "owner" },
  "Cost centre": { key: "costCentre" },
  Budget: { key: "budget", read: wholeNumber },
  Network: { key: "network", read: (text) => (text === "The next free block" ? undefined : text) },
  Group: { key: "access" },
  "Last day": { key: "expires" },
};

/** What is wrong with a form, for the person who filled it in. */
export class FormError extends Error {}

/**
 * Reads the body of an issue: `### Label`, an empty line, the answer. Whether the answers are any good is for the rules of
 * account.json to say; here only their shape counts, so that no answer can pose as a part of the form.
 *
 * @param {string} body
 * @throws FormError
 */
export function readForm(body) {
  if (body.length > longestBody) throw new FormError("The form is longer than GitHub lets it be.");
  const answers = new Map();
  let label;
  for (const line of body.split(/\r?\n/)) {
    const heading = /^### (.*)$/.exec(line)?.[1];
    if (heading !== undefined) {
      if (!Object.hasOwn(questions, heading)) throw new FormError(`The form has no question ${shown(heading)}.`);
      if (answers.has(heading)) throw new FormError(`The question "${heading}" is there twice.`);
      answers.set((label = heading), []);
    } else if (line.trim() !== "") {
      if (label === undefined) throw new FormError(`There is text before the first question: ${shown(line)}.`);
      answers.get(label).push(line.trim());
    }
  }
  return Object.fromEntries(
    Object.entries(questions).flatMap(([question, { key, read = (text) => text }]) => {
      const lines = answers.get(question);
      if (lines === undefined) throw new FormError(`The question "${question}" is missing.`);
      const value = lines.length === 0 || lines[0] === "_No response_" ? undefined : read(oneLine(question, lines));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function oneLine(question, [text, ...more]) {
  if (more.length > 0) throw new FormError(`${question}: the answer has several lines.`);
  if (text.length > longestValue)
    throw new FormError(`${question}: the answer is longer than ${longestValue} characters.`);
  const strange = /[^\x20-\x7e]/u.exec(text)?.[0];
  if (strange !== undefined) {
    const code = strange.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new FormError(
      `${question}: the answer has the character U+${code}, which only looks like a letter or like nothing.`,
    );
  }
  return text;
}

function wholeNumber(text) {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new FormError(`Budget: ${shown(text)} is no whole number of US dollars.`);
}

function shown(text) {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

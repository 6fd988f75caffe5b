/** Expects a message for people: short, and without a stack trace. */
export function expectReadable(message: string): void {
  expect(message.trim().split("\n").length).toBeLessThan(12);
  expect(message).not.toMatch(/^ {2,}at /m);
}

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { temporaryDirectories } from "./test-terraform.ts";
import { prepareWorkDirectory, refuseOtherConfiguration } from "./work-directory.ts";

const temporary = temporaryDirectories();
const content = { configuration: '{"terraform":{}}', inputs: { vpc: "vpc-1" } };

test("holds the configuration and the inputs, private, and nothing else that Terraform would read", () => {
  const directory = path.join(temporary(), "a", "b");
  mkdirSync(directory, { recursive: true });
  const strays = [
    "x.tf",
    "y.tf.json",
    "override.tf",
    "terraform.tfvars",
    "z.auto.tfvars.json",
    "o.tofu",
    "o.tofu.json",
  ];
  const kept = ["terraform.tfstate", "terraform.tfstate.backup", ".terraform.lock.hcl", "notes.md"];
  for (const name of [...strays, ...kept]) writeFileSync(path.join(directory, name), "x");
  mkdirSync(path.join(directory, ".terraform"));
  expect(prepareWorkDirectory(directory, content)).toBe(true);
  expect(readdirSync(directory).sort()).toEqual(
    [".terraform", ...kept, "cdk.tf.json", "outputs.auto.tfvars.json"].sort(),
  );
  expect(readFileSync(path.join(directory, "cdk.tf.json"), "utf8")).toBe(content.configuration);
  expect(statSync(path.join(directory, "outputs.auto.tfvars.json")).mode & 0o777).toBe(0o600);
});

test("writes only what differs", () => {
  const directory = temporary();
  prepareWorkDirectory(directory, content);
  const inode = () => statSync(path.join(directory, "cdk.tf.json")).ino;
  const before = inode();
  expect(prepareWorkDirectory(directory, content)).toBe(false);
  expect(inode()).toBe(before);
  expect(prepareWorkDirectory(directory, { ...content, configuration: "{}" })).toBe(true);
  expect(inode()).not.toBe(before);
});

test.each([
  ["cdk.tf.json", '{"output":{}}'],
  ["outputs.auto.tfvars.json", undefined],
  ["adopted.tf.json", "{}"],
])("what somebody else did to %s since is refused, until it is as it was", (name, text) => {
  const directory = temporary();
  refuseOtherConfiguration(directory);
  prepareWorkDirectory(directory, content);
  writeFileSync(path.join(directory, "notes.md"), "");
  refuseOtherConfiguration(directory);
  if (text === undefined) rmSync(path.join(directory, name));
  else writeFileSync(path.join(directory, name), text);
  expect(() => refuseOtherConfiguration(directory)).toThrow("somebody else wrote to the work directory");
  prepareWorkDirectory(directory, content);
  refuseOtherConfiguration(directory);
});

test("inputs that are gone are removed", () => {
  const directory = temporary();
  prepareWorkDirectory(directory, content);
  expect(prepareWorkDirectory(directory, { configuration: content.configuration })).toBe(true);
  expect(existsSync(path.join(directory, "outputs.auto.tfvars.json"))).toBe(false);
});

test("links that lead out are refused, and what they lead to is untouched", () => {
  const [directory, outside] = [temporary(), temporary()];
  const victim = path.join(outside, "victim");
  writeFileSync(victim, "precious");
  symlinkSync(victim, path.join(directory, "cdk.tf.json"));
  expect(() => prepareWorkDirectory(directory, content)).toThrow("symbolic link that leads out");
  expect(readFileSync(victim, "utf8")).toBe("precious");
  const link = path.join(outside, "link");
  symlinkSync(directory, link);
  expect(() => prepareWorkDirectory(link, content)).toThrow("symbolic link");
});

test("a state that could not be saved stops everything, with the command that saves it", () => {
  const directory = temporary();
  const file = path.join(directory, "errored.tfstate");
  writeFileSync(file, "{}");
  const next = (): string | undefined => {
    try {
      prepareWorkDirectory(directory, content);
      return undefined;
    } catch (error) {
      return (error as { details?: { next?: string } }).details?.next;
    }
  };
  expect(next()).toMatch(/^apply again: /);
  writeFileSync(file, "");
  expect(next()).toMatch(/^apply again: /);
  expect(existsSync(file)).toBe(true);
});

test("a place that cannot be written to is said in words", () => {
  const directory = temporary();
  writeFileSync(path.join(directory, "file"), "");
  expect(() => prepareWorkDirectory(path.join(directory, "file"), content)).toThrow("a file, not a directory (EEXIST)");
  expect(() => prepareWorkDirectory(path.join(directory, "file", "x"), content)).toThrow("(ENOTDIR)");
  chmodSync(directory, 0o555);
  asNobody(() => {
    expect(() => prepareWorkDirectory(directory, content)).toThrow("no permission to read or write here (EACCES)");
  });
  expect(readdirSync(directory)).toEqual(["file"]);
});

/** Root may write anywhere. */
function asNobody(check: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    check();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

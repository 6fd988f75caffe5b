import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { imageHistory, imagesOf } from "./images.ts";

const image = (digit: string) => `ghcr.io/acme/shop@sha256:${digit.repeat(64)}`;
const [old, now, strange] = [image("1"), image("2"), image("3")];

test("images are those named by digest, in any text of the configuration", () => {
  const json = JSON.stringify({
    b: now,
    a: JSON.stringify([{ image: old }]),
    again: now,
    tag: "ghcr.io/acme/shop:1.4.0",
  });
  expect(imagesOf(json)).toEqual([old, now]);
  expect(imagesOf("{}")).toEqual([]);
});

describe("what git knows", () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: root, stdio: "pipe" });
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-images-"));
    fs.mkdirSync(path.join(root, "environments"));
    git("init", "--quiet");
    for (const each of [old, now]) {
      fs.writeFileSync(path.join(root, "environments/staging.json"), JSON.stringify({ image: each }));
      git("add", ".");
      git("commit", "--quiet", "--message", "An image");
    }
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  test("what the file holds or ever held is known, the rest is strange", () => {
    expect(imageHistory(root, "staging", [old, now])).toEqual({ strange: [], unknown: [] });
    expect(imageHistory(root, "staging", [old, strange])).toEqual({ strange: [strange], unknown: [] });
  });

  test("what is not committed yet counts too", () => {
    fs.writeFileSync(path.join(root, "environments/staging.json"), JSON.stringify({ image: strange }));
    expect(imageHistory(root, "staging", [strange])).toEqual({ strange: [], unknown: [] });
  });

  test("in a shallow clone, or without git, nothing is claimed", () => {
    const shallow = `${root}-shallow`;
    git("clone", "--quiet", "--depth", "1", `file://${root}`, shallow);
    expect(imageHistory(shallow, "staging", [old, now])).toEqual({ strange: [], unknown: [old] });
    fs.rmSync(path.join(shallow, ".git"), { recursive: true });
    expect(imageHistory(shallow, "staging", [strange])).toEqual({ strange: [], unknown: [strange] });
    fs.rmSync(shallow, { recursive: true });
  });
});

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export const repository = path.resolve(import.meta.dirname, "..");

/**
 * A clone of this repository in a temporary folder, ready to use without an install: its node_modules holds links to
 * the packages installed here, and its own links to the clone's packages and modules.
 *
 * What is not committed here is copied too, so that a change can be tried before it is committed.
 */
export function cloneRepository(prefix = "archipelago-") {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
  const git = gitIn(directory);
  // It borrows the objects of this repository: packing them took most of a second.
  execFileSync("git", ["clone", "--quiet", "--shared", repository, directory], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  git("checkout", "--quiet", "-B", "main");
  git("config", "user.name", "Archipelago");
  git("config", "user.email", "archipelago@acme.example");
  copyUncommitted(directory);
  if (git("status", "--porcelain") !== "") {
    git("add", "--all");
    git("commit", "--quiet", "--message", "Not committed yet");
  }
  linkModules(directory);
  return { directory, git };
}

/** A copy of a clone as it is, with what was made in it. */
export function copyClone(clone, prefix = "archipelago-") {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
  fs.cpSync(clone, directory, { recursive: true, verbatimSymlinks: true });
  return { directory, git: gitIn(directory) };
}

function gitIn(directory) {
  // Housekeeping in the background would hold the pipes of the command that started it.
  const quiet = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];
  return (...args) =>
    execFileSync("git", [...quiet, ...args], {
      cwd: directory,
      timeout: 120_000,
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    }).trim();
}

/** Removes a clone. Its simulated cloud and states go with it. */
export function removeClone(directory) {
  fs.rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

function copyUncommitted(directory) {
  const list = (...args) =>
    execFileSync("git", args, { cwd: repository, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of [
    ...list("diff", "--name-only", "-z", "HEAD"),
    ...list("ls-files", "-z", "--others", "--exclude-standard"),
  ]) {
    const target = path.join(directory, file);
    if (fs.existsSync(path.join(repository, file))) {
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.cpSync(path.join(repository, file), target);
    } else {
      fs.rmSync(target, { force: true });
    }
  }
}

/** Gives a clone its node_modules. */
export function linkModules(directory) {
  const installed = path.join(repository, "node_modules");
  const modules = path.join(directory, "node_modules");
  fs.mkdirSync(path.join(modules, ".bin"), { recursive: true });
  for (const name of fs.readdirSync(installed)) {
    if (name.startsWith(".") || name === "@archipelago") continue;
    fs.symlinkSync(path.join(installed, name), path.join(modules, name));
  }
  for (const name of fs.readdirSync(path.join(installed, ".bin"))) {
    // As npm links them, relative: the clone's own command line, everything else through the links above.
    fs.symlinkSync(fs.readlinkSync(path.join(installed, ".bin", name)), path.join(modules, ".bin", name));
  }
  // JavaScript made of TypeScript, by the hash of the source: half a second of every clone's first command. And what tests
  // run that is not npm's (.ci/run).
  fs.mkdirSync(path.join(installed, ".cache", "archipelago"), { recursive: true });
  fs.mkdirSync(path.join(modules, ".cache"));
  for (const name of ["archipelago", "parliament", "ministack", "moto"]) {
    const cached = path.join(installed, ".cache", name);
    if (fs.existsSync(cached)) fs.symlinkSync(fs.realpathSync(cached), path.join(modules, ".cache", name));
  }
  fs.mkdirSync(path.join(modules, "@archipelago"));
  for (const name of fs.readdirSync(path.join(installed, "@archipelago"))) {
    fs.symlinkSync(
      fs.readlinkSync(path.join(installed, "@archipelago", name)),
      path.join(modules, "@archipelago", name),
    );
  }
  for (const parent of ["packages", "modules"]) {
    for (const name of fs.readdirSync(path.join(repository, parent))) {
      const nested = path.join(repository, parent, name, "node_modules");
      if (fs.existsSync(nested) && fs.existsSync(path.join(directory, parent, name)))
        fs.symlinkSync(nested, path.join(directory, parent, name, "node_modules"));
    }
  }
}

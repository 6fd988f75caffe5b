import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { resourceNames, stateResources, type TerraformError } from "@archipelago/terraform";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { denied, state } from "../support/fault-proxy.ts";
import { failure, TerraformOnS3 } from "../support/terraform-on-s3.ts";

// What is found in the place of a state on S3: somebody's lock, a state that is newer, another, or damaged, and an
// errored.tfstate beside it. What is tested: one clear error, nothing written over it.

jest.setTimeout(600_000);

const edited = (text: string, changes: object): string =>
  JSON.stringify({ ...(JSON.parse(text) as object), ...changes });

(s3ServerInstalled() ? describe : describe.skip)("objects of a state on S3 (needs an S3 server)", () => {
  const on = new TerraformOnS3();

  describe("somebody else", () => {
    const foreign = (id: string) =>
      JSON.stringify({
        ...{ ID: id, Operation: "OperationTypeApply", Info: "", Who: `${os.userInfo().username}@${os.hostname()}` },
        ...{ Version: "1.11.4", Created: new Date().toISOString(), Path: `${on.bucket}/${on.key}` },
      });

    test("with our user and host name holds the lock: named, and left alone", async () => {
      const text = foreign("11111111-2222-3333-4444-555555555555");
      await on.put(`${on.key}.tflock`, text);
      const error = await failure(on.terraform({ a: "1" }).plan({ out: on.plan }));
      expect(error.kind).toBe("locked");
      expect(error.details.next).toMatch(
        /^wait for \S+@\S+ \(OperationTypeApply, since .*\), or give more time.* force-unlock 11111111-2222-3333-4444-555555555555$/,
      );
      expect(await on.object(`${on.key}.tflock`)).toBe(text);
    });

    /** An apply that tries to save its state a second time 20 seconds later, in vain: the serial is raised once more. */
    const failsToSave = async (inputs: Readonly<Record<string, string>>): Promise<string[]> => {
      const before = resourceNames(stateResources((await on.object())!));
      on.proxy.inject({ method: "PUT", path: state, ...denied });
      expect((await failure(on.apply(inputs))).kind).toBe("state-not-saved");
      on.proxy.inject();
      const text = fs.readFileSync(on.errored, "utf8");
      fs.writeFileSync(on.errored, edited(text, { serial: (JSON.parse(text) as { serial: number }).serial + 4 }));
      return before;
    };
    const appliesElsewhere = async (inputs: Readonly<Record<string, string>>): Promise<void> => {
      const here = on.directory;
      on.directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-faults-"));
      try {
        await on.apply(inputs);
      } finally {
        fs.rmSync(on.directory, { recursive: true, force: true });
        on.directory = here;
      }
    };
    const refused: [string, Readonly<Record<string, string>>, RegExp][] = [
      ["made something", { a: "1", c: "3" }, /somebody else has made terraform_data\.c \(\S+\)$/m],
      ["removed something", { c: "3" }, /has made terraform_data\.c \(\S+\), removed terraform_data\.a \(\S+\)$/m],
      ["made the same thing", { a: "1", b: "2" }, /somebody else has made terraform_data\.b \(\S+\)$/m],
    ];
    test.each(refused)(
      "has %s since: errored.tfstate is not pushed over it, higher as its serial is",
      async (_name, inputs, message) => {
        const before = await failsToSave({ a: "1", b: "2" });
        await appliesElsewhere(inputs);
        const newer = await on.object();
        const error = await failure(on.again().saveErroredState(before));
        expect(error.message).toMatch(message);
        expect(error.details.next).toContain(`to keep the remote's: rm ${on.errored}, then apply again`);
        expect([await on.object(), fs.existsSync(on.errored)]).toEqual([newer, true]);
      },
    );

    test("has changed nothing: what the apply itself destroyed is nobody else's", async () => {
      await on.apply({ a: "1", b: "2" });
      const before = await failsToSave({ b: "2", c: "3" });
      expect((await failure(on.again().saveErroredState())).message).toContain("made terraform_data.a");
      expect(await on.again().saveErroredState(before)).toContain("saved the state");
      expect(await on.inputs()).toEqual(["2", "3"]);
    });

    test("has applied since: errored.tfstate is not pushed over it", async () => {
      on.proxy.inject({ method: "PUT", path: state, ...denied });
      await failure(on.apply({ a: "1", b: "2" }));
      on.proxy.inject();
      const other = JSON.parse((await on.object())!) as { serial: number };
      const newer = JSON.stringify({ ...other, serial: other.serial + 5 });
      await on.put(on.key, newer);
      const one = on.again();
      const error = await failure(one.saveErroredState());
      expect(error.message).toMatch(/has serial \d+, and the remote has moved on to \d+/);
      expect(error.details.next).toContain("state push -force errored.tfstate");
      expect([await on.object(), fs.existsSync(on.errored)]).toEqual([newer, true]);

      await on.put(on.key, JSON.stringify({ ...other, lineage: "00000000-0000-0000-0000-000000000000" }));
      expect((await failure(one.saveErroredState())).message).toContain("belongs to another state");
      expect(fs.existsSync(on.errored)).toBe(true);
    });
  });

  test("errored.tfstate is empty, as a full disk leaves it: the state is in the journal", async () => {
    on.proxy.inject({ method: "PUT", path: state, ...denied });
    await failure(on.apply({ a: "1", b: "2" }));
    on.proxy.inject();
    const text = fs.readFileSync(on.errored, "utf8");
    fs.writeFileSync(on.errored, "");
    const one = on.again();
    const nowhere = await failure(one.saveErroredState());
    expect(nowhere.format()).toMatch(/errored\.tfstate: holds no state[^]*next: rm /);
    expect(fs.existsSync(on.errored)).toBe(true);
    // What Terraform logs when it can write nothing (see the disk that is full, in machine.test.ts).
    const logs = path.join(on.directory, "logs");
    const journal = fs
      .readdirSync(logs)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .at(-1)!;
    const dump = {
      "@level": "info",
      "@message": "Emergency state dump",
      type: "log",
      state: JSON.parse(text) as object,
    };
    fs.appendFileSync(path.join(logs, journal), `${JSON.stringify(dump)}\n`);
    expect(await one.saveErroredState()).toContain("saved the state");
    expect(await on.inputs()).toEqual(["1", "2"]);
  });

  const damaged: [string, (good: string) => string, TerraformError["kind"], RegExp][] = [
    ["cut short", (good) => good.slice(0, 300), "state-damaged", /could not be parsed as JSON/],
    [
      "of a newer Terraform",
      (good) => edited(good, { version: 5, terraform_version: "9.1.0" }),
      "newer-state",
      /created by \w+ 9\.1\.0/,
    ],
  ];
  test.each(damaged)("the state is %s: said, and nothing is written", async (_name, damage, kind, message) => {
    const good = (await on.object())!;
    await on.put(on.key, damage(good));
    const error = await failure(on.terraform({ a: "1", b: "2" }).plan({ out: on.plan }));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(await on.object()).toBe(damage(good));
    expect(await on.object(`${on.key}.tflock`)).toBeUndefined();
    await on.put(on.key, good);
    await on.apply({ a: "1", b: "2" });
  });

  test("the state was replaced by one of another lineage: the plan is refused, nothing is written", async () => {
    const good = (await on.object())!;
    const one = on.terraform({ a: "1", b: "2" });
    await one.plan({ out: on.plan });
    const other = edited(good, { lineage: "00000000-0000-0000-0000-000000000000" });
    await on.put(on.key, other);
    const error = await failure(one.apply(on.plan));
    expect(error.kind).toBe("other-lineage");
    expect(await on.object()).toBe(other);
    await on.s3.send(new DeleteObjectCommand({ Bucket: on.bucket, Key: `${on.key}.tflock` }));
  });
});

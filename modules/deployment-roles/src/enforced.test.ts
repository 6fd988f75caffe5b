import { stateBucket } from "@archipelago/account-stack";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { assumeRole, bucketObjects, ensureStateBucket, openS3, type BucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { DeploymentRoles } from "./deployment-roles.ts";

// The policies of the roles, decided by a server that enforces them. Both buckets lie in one account here, which is worse than
// life: in AWS the account is one more wall.

const accountId = "111122223333";
const state = "stack/terraform.tfstate";
const published = "published/outputs.json";
const journal = "journal/apply-1.json";

(s3ServerInstalled() ? describe : describe.skip)("a server of S3 that enforces IAM (needs an S3 server)", () => {
  const server = useS3Server({ auth: true });
  const bucketOf = (account: string): string => stateBucket(exampleOrganization, account);
  const roleOf = async (name: "plan" | "apply", account: string): Promise<BucketObjects> => {
    const root = async () => server().credentials(accountId);
    const roleArn = `arn:aws:iam::${accountId}:role/archipelago-${name}`;
    const credentials = await assumeRole(root, { roleArn, region: "eu-west-1", endpoint: server().endpoint });
    return bucketObjects(bucketOf(account), account, { endpoint: server().endpoint, region: "eu-west-1", credentials });
  };

  beforeAll(async () => {
    const template = synthStack((stack) => {
      new DeploymentRoles(stack, "roles", {
        organization: exampleOrganization,
        account: {
          ...exampleAccount,
          name: "shop-dev",
          reads: { "log-archive": ["flowLogBucketArn"], security: ["hub"] },
        },
        accountId,
        deployment: { repository: "example/archipelago", repositoryId: "4", ownerId: "1", subject: "immutable" },
      });
    });
    const access = { endpoint: server().endpoint, region: "eu-west-1", credentials: server().credentials(accountId) };
    const s3 = await openS3(access);
    const { DeleteBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    for (const account of ["shop-dev", "shop-production", "log-archive", "security"]) {
      const wanted = { encryption: "s3", organizationId: undefined, accessLogs: undefined } as const;
      await ensureStateBucket({ ...wanted, bucket: bucketOf(account), account, accountId, access });
      // It asks for TLS, and this server has none.
      await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketOf(account) }));
      for (const key of [state, published, journal])
        if (account !== "security") await bucketObjects(bucketOf(account), account, access).write(key, "{}", null);
    }
    const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "sts:AssumeRole" };
    for (const name of ["plan", "apply"]) {
      const RoleName = `archipelago-${name}`;
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      // Of a resource this server knows the account, and not the organisation.
      const PolicyDocument = String(template.named("aws_iam_role_policy", `${name}-permissions`)["policy"]).replaceAll(
        '"aws:ResourceOrgID":"$${aws:PrincipalOrgID}"',
        `"aws:ResourceAccount":"${accountId}"`,
      );
      await iam({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument });
      await iam({ Action: "PutRolePolicy", RoleName, PolicyName: "permissions", PolicyDocument });
    }
  });

  /** As the account's root. The server looks at who signs these, not at the signature. */
  async function iam(parameters: Readonly<Record<string, string>>): Promise<void> {
    const answer = await fetch(server().endpoint, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20261121/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ Version: "2010-05-08", ...parameters }),
    });
    if (!answer.ok) throw new Error(`${parameters["Action"]}: ${await answer.text()}`);
  }

  const denied = { message: expect.stringMatching(/access to the state of \S+ is denied/) };

  test("the apply role of shop-dev has its own state and lock", async () => {
    const own = await roleOf("apply", "shop-dev");
    const { etag } = (await own.read(state))!;
    expect(await own.write(state, '{"serial":2}', etag)).toBeDefined();
    const lock = (await own.write(`${state}.tflock`, "{}", null))!;
    expect(await own.remove(`${state}.tflock`, lock)).toBe(true);
  });

  test("it is refused the state and the lock of shop-production", async () => {
    const other = await roleOf("apply", "shop-production");
    await expect(other.read(state)).rejects.toMatchObject(denied);
    await expect(other.write(state, "{}", '"x"')).rejects.toMatchObject(denied);
    await expect(other.write(`${state}.tflock`, "{}", null)).rejects.toMatchObject(denied);
    await expect(other.list()).rejects.toMatchObject(denied);
  });

  test("it does not delete its state, or touch that of its bootstrap", async () => {
    const own = await roleOf("apply", "shop-dev");
    const { etag } = (await own.read(state))!;
    await expect(own.remove(state, etag)).rejects.toMatchObject(denied);
    await expect(own.write("bootstrap/terraform.tfstate", "{}", null)).rejects.toMatchObject(denied);
  });

  test("the plan role reads its state, sees whether it is locked, and writes nothing", async () => {
    const own = await roleOf("plan", "shop-dev");
    expect(await own.read(state)).toBeDefined();
    expect(await own.list(`${state}.tflock`)).toEqual([]);
    await expect(own.write(`${state}.tflock`, "{}", null)).rejects.toMatchObject(denied);
    await expect(own.write(state, "{}", null)).rejects.toMatchObject(denied);
    await expect((await roleOf("plan", "shop-production")).read(state)).rejects.toMatchObject(denied);
  });

  test.each(["plan", "apply"] as const)("of an account it reads from, the %s role gets one object", async (role) => {
    const other = await roleOf(role, "log-archive");
    expect((await other.read(published))?.text).toBe("{}");
    for (const key of [state, journal]) await expect(other.read(key)).rejects.toMatchObject(denied);
    await expect(other.write(published, "{}", null)).rejects.toMatchObject(denied);
    await expect((await roleOf(role, "shop-production")).read(published)).rejects.toMatchObject(denied);
  });

  test.each(["plan", "apply"] as const)(
    "of an account that has published nothing the %s role learns that",
    async (role) => {
      const other = await roleOf(role, "security");
      expect(await other.read(published)).toBeUndefined();
      // Which is asked where a server answers "forbidden" to the read.
      expect(await other.list(published)).toEqual([]);
    },
  );

  test("the apply role keeps the journal of an apply, the plan role reads it", async () => {
    const [apply, plan] = [await roleOf("apply", "shop-dev"), await roleOf("plan", "shop-dev")];
    const { etag } = (await plan.read(journal))!;
    await expect(plan.remove(journal, etag)).rejects.toMatchObject(denied);
    const next = (await apply.write(journal, '{"ended":true}', etag))!;
    expect(await apply.remove(journal, next)).toBe(true);
  });
});

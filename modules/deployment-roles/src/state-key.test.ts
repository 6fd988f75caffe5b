import { synthStack, exampleOrganization } from "@archipelago/testing";
import { StateKey } from "./state-key.ts";

interface KeyPolicy {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Action: string;
    readonly Principal: object;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}

const template = synthStack((stack) => {
  new StateKey(stack, "state-key", { organization: exampleOrganization, organizationId: "o-abcdefghij" });
});
const key = template.named("aws_kms_key", "state-key");
const { Statement } = JSON.parse(String(key["policy"])) as KeyPolicy;

test("the key rotates, cannot be destroyed by a plan, and has the alias that the apply role may not touch", () => {
  expect(key).toMatchObject({ enable_key_rotation: true, lifecycle: { prevent_destroy: true } });
  expect(template.named("aws_kms_alias", "state-key_alias")["name"]).toBe("alias/archipelago-state");
});

test("from outside of the account only deployment roles of the organisation decrypt, and only through S3", () => {
  const outside = Statement.filter(({ Sid }) => Sid !== "Account");
  expect(outside).toHaveLength(1);
  expect(outside[0]).toMatchObject({
    Action: "kms:Decrypt",
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij", "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      ArnLike: {
        "aws:PrincipalArn": [
          "arn:aws:iam::*:role/archipelago/archipelago-plan",
          "arn:aws:iam::*:role/archipelago/archipelago-apply",
        ],
      },
    },
  });
});

import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { Connection } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { ImageRepositories, ImageUse } from "./index.ts";

const pull = (name: string, other: string, side: "provider" | "consumer"): Connection => ({
  kind: "repository",
  name,
  with: other,
  side,
  access: "pull",
  role: "shop/shop-api",
});
const provider = (...connections: Connection[]) =>
  synthStack((stack) => void new ImageRepositories(stack, "images", { organizationId: "o-example" }), {
    account: { ...exampleAccount, name: "network", connections },
  });
let urls: ImageUse["urls"];
const consumer = (...connections: Connection[]) =>
  synthStack(
    (stack) => {
      const role = new IamRole(stack, "api", { name: "shop-api", path: "/shop/", assumeRolePolicy: "{}" });
      urls = new ImageUse(stack, "images", { role }).urls;
    },
    { account: { ...exampleAccount, name: "shop-dev", product: "shop", connections } },
  );
const shops = [pull("shop", "shop-dev", "provider"), pull("shop", "shop-staging", "provider")];

test("a repository for each name, whoever pulls from it", () => {
  const template = provider(...shops, pull("crm", "crm-dev", "provider"), pull("other", "elsewhere", "consumer"));
  expect(template.resources("aws_ecr_repository").map(({ properties }) => properties["name"])).toEqual(["crm", "shop"]);
  expect(template.count("aws_ecr_repository_policy")).toBe(2);
  expect(provider().addresses()).toEqual([]);
});

test("tags never move, images are scanned, and those without a tag go", () => {
  const template = provider(...shops);
  expect(template.resource("aws_ecr_repository")).toMatchObject({
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "AES256" }],
  });
  const { rules } = JSON.parse(String(template.resource("aws_ecr_lifecycle_policy")["policy"])) as { rules: object[] };
  expect(rules).toMatchObject([{ selection: { tagStatus: "untagged", countNumber: 14 }, action: { type: "expire" } }]);
});

test("each consumer is told where the repository is, and its exact role is let in", () => {
  const template = provider(...shops);
  const { connections } = template.published();
  for (const shop of ["shop-dev", "shop-staging"])
    expect(connections).toContain(`"repository.shop.${shop}.url" = aws_ecr_repository.images_shop.repository_url`);
  const { Statement } = JSON.parse(String(template.resource("aws_ecr_repository_policy")["policy"])) as {
    Statement: Record<string, unknown>[];
  };
  expect(Statement.map(({ Resource, Condition }) => [Resource, Condition])).toEqual(
    ["shop_dev", "shop_staging"].map((shop) => [
      undefined,
      {
        StringEquals: { "aws:PrincipalOrgID": "o-example" },
        ArnLike: { "aws:PrincipalArn": `arn:aws:iam::\${var.account_id_of_${shop}}:role/shop/shop-api` },
      },
    ]),
  );
});

test("the application's role signs in and pulls, and the URL is a parameter, once they are known", () => {
  const template = consumer(pull("shop", "network", "consumer"));
  expect(template.addresses().filter((address) => !address.startsWith("aws_iam_role."))).toEqual([
    "aws_iam_role_policy.images_shop_network",
    "aws_ssm_parameter.images_shop-url",
  ]);
  const policy = template.resource("aws_iam_role_policy");
  expect(policy["count"]).toContain("network_repository_shop_arn == null");
  expect(policy["policy"]).toContain('"ecr:GetAuthorizationToken"');
  expect(template.resource("aws_ssm_parameter")).toMatchObject({
    count: "${(var.network_repository_shop_url == null) ? 0 : 1}",
    name: "/archipelago/config/shop/imageRepository/shop",
    insecure_value: "${var.network_repository_shop_url}",
  });
  expect(Object.keys(urls)).toEqual(["shop"]);
  expect(consumer().addresses()).toEqual(["aws_iam_role.api"]);
});

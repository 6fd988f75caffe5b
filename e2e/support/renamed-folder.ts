import type { Workspace } from "./workspace.ts";

/** Commits a rename of accounts/shop-dev to accounts/store-dev in which the AWS account stays the same. */
export function renameShopDev(workspace: Workspace): void {
  workspace.git("mv", "accounts/shop-dev", "accounts/store-dev");
  workspace.replace("accounts/store-dev/account.json", '"product": "shop"', '"product": "store"');
  workspace.replace(
    "accounts/store-dev/account.json",
    '"product"',
    '"email": "aws+shop-dev@acme.example",\n  "product"',
  );
  const environment = "environments/development.json";
  const values = workspace.json<{ configuration: { shop: object } }>(environment);
  workspace.write(environment, {
    ...values,
    configuration: { ...values.configuration, store: values.configuration.shop },
  });
  workspace.git("add", "--all");
  workspace.git("commit", "--quiet", "--message", "Rename shop-dev");
}

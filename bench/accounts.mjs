import fs from "node:fs";
import path from "node:path";

/**
 * Replaces the example workloads by `size` copies of the sandbox account, about 55 resources each. Management, the
 * security, log archive and backup accounts stay: organization.json names them, or others read what they publish.
 *
 * @returns names of the generated accounts
 */
export function generateAccounts(directory, size) {
  const accounts = path.join(directory, "accounts");
  const template = {
    json: JSON.parse(fs.readFileSync(path.join(accounts, "sandbox/account.json"), "utf8")),
    stack: fs.readFileSync(path.join(accounts, "sandbox/stack.ts"), "utf8"),
  };
  const kept = ["_template", "management", "log-archive", "security", "backup"];
  for (const name of fs.readdirSync(accounts))
    if (!kept.includes(name)) fs.rmSync(path.join(accounts, name), { recursive: true });
  for (const name of kept) {
    const file = path.join(accounts, name, "account.json");
    const json = JSON.parse(fs.readFileSync(file, "utf8"));
    if (!json.connections) continue;
    json.connections = json.connections.filter((connection) => kept.includes(connection.with));
    fs.writeFileSync(file, JSON.stringify(json, null, 2));
  }
  const organization = JSON.parse(fs.readFileSync(path.join(directory, "organization.json"), "utf8"));
  organization.accounts = { ...organization.accounts, network: "security" };
  fs.writeFileSync(path.join(directory, "organization.json"), JSON.stringify(organization, null, 2));
  return Array.from({ length: size }, (_, index) => {
    const name = `bench-${String(index).padStart(3, "0")}`;
    fs.mkdirSync(path.join(accounts, name));
    const json = {
      ...template.json,
      product: name,
      network: { cidr: `10.${128 + (index >> 4)}.${(index & 15) << 4}.0/20` },
    };
    fs.writeFileSync(path.join(accounts, name, "account.json"), JSON.stringify(json, null, 2));
    fs.writeFileSync(path.join(accounts, name, "stack.ts"), template.stack);
    return name;
  });
}

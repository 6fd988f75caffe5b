import path from "node:path";

/** Where the runner keeps its files: everything it writes is below .archipelago. */
export function paths(root: string) {
  const base = path.join(root, ".archipelago");
  return {
    base,
    /** Terraform's folder of an account. Three levels below the root: the backend's path counts on it. */
    work: (account: string) => path.join(base, "work", account),
    /** CDKTF's output folder of an account; an app of its own each. */
    synth: (account: string) => path.join(base, "synth", account),
    /** The same of what bootstrap makes in an account. */
    bootstrap: (account: string) => path.join(base, "bootstrap", account),
    plans: (account: string) => path.join(base, "plans", account),
    /** The local state, offline. */
    state: (organization: string, account: string) =>
      path.join(base, "state", organization, account, "terraform.tfstate"),
    /** Notes of applies that have not been seen to succeed. */
    journals: (organization: string, account: string) => path.join(base, "journals", organization, account),
    logs: (account: string) => path.join(base, "logs", account),
    report: path.join(base, "report"),
    cloud: path.join(base, "cloud"),
    cache: path.join(base, "cache"),
  };
}

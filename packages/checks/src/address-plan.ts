import { contains, overlaps, parseCidr, UserError, type Workspace } from "@archipelago/account-stack/workspace";

/** Networks lie in the organisation's supernet and share no address with another account's. Problems by account. */
export function addressPlanProblems({ accounts, organization }: Workspace): Map<string, UserError> {
  const problems = new Map<string, UserError>();
  const supernet = parseCidr(organization.addressPlan.supernet)!;
  const networks = [...accounts.values()].flatMap((account) =>
    account.network ? [{ account, cidr: parseCidr(account.network.cidr)! }] : [],
  );
  for (const { account, cidr } of networks) {
    const where = `${account.directory}/account.json`;
    if (!contains(supernet, cidr)) {
      problems.set(
        account.name,
        new UserError(`network.cidr: ${account.network!.cidr} is outside the organisation's address plan`, {
          where,
          allowed: `blocks of ${organization.addressPlan.supernet}`,
        }),
      );
    }
    const other = networks.find((candidate) => candidate.account !== account && overlaps(candidate.cidr, cidr));
    if (other) {
      problems.set(
        account.name,
        new UserError(
          `network.cidr: ${account.network!.cidr} overlaps ${other.account.network!.cidr} of ${other.account.name}`,
          {
            where,
            next: `give one of ${account.name} and ${other.account.name} another block`,
          },
        ),
      );
    }
  }
  return problems;
}

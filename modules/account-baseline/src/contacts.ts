import type { Construct } from "constructs";
import { AccountAlternateContact } from "@cdktf/provider-aws/lib/account-alternate-contact/index.js";
import { AccountPrimaryContact } from "@cdktf/provider-aws/lib/account-primary-contact/index.js";
import type { Organization } from "@archipelago/account-stack";

/** Alternate contacts by AWS's name for their kind. */
const contactTypes = { security: "SECURITY", operations: "OPERATIONS", billing: "BILLING" } as const;

/** The account's postal address, and whom AWS writes to instead of the root user's address. */
export function contacts(scope: Construct, { primary, ...alternate }: NonNullable<Organization["contacts"]>): void {
  if (primary !== undefined) {
    const { phone: phoneNumber, companyName, ...address } = primary;
    new AccountPrimaryContact(scope, "primary-contact", {
      ...address,
      phoneNumber,
      ...(companyName === undefined ? {} : { companyName }),
    });
  }
  for (const kind of Object.keys(contactTypes) as (keyof typeof contactTypes)[]) {
    const contact = alternate[kind];
    if (contact === undefined) continue;
    new AccountAlternateContact(scope, `${kind}-contact`, {
      alternateContactType: contactTypes[kind],
      name: contact.name,
      title: contact.title,
      emailAddress: contact.email,
      phoneNumber: contact.phone,
    });
  }
}

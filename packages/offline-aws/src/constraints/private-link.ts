import type { Caller, CloudView, Constraint } from "../contract.ts";
import { everywhere, findShared, refusal, regionOf, textAt, textsAt } from "./resources.ts";

const isPrivateLink = (service: string): boolean => service.includes(".vpce-svc-");

/**
 * An endpoint reaches another account's service only if that lists the caller, in the service's region and zones.
 *
 * Source: AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink"; the message about zones is the one that
 * users of Terraform quote (read 2026-11). A service that the caller may not use does not exist for it.
 */
const serviceIsOpen: Constraint = ({ attributes }, caller, cloud) => {
  const name = textAt(attributes, "service_name") ?? "";
  if (!isPrivateLink(name)) return undefined;
  const service = everywhere("aws_vpc_endpoint_service", caller, cloud).find(
    (each) => each.attributes.service_name === name,
  );
  const isAllowed =
    service?.accountId === caller.accountId ||
    textsAt(service?.attributes ?? {}, "allowed_principals").some((each) => isCaller(each, caller));
  if (!service || service.region !== regionOf(attributes, caller) || !isAllowed)
    return refusal("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`, "service_name");
  const served = zonesOf(service.attributes.availability_zones);
  const stray = textsAt(attributes, "subnet_ids").find((id) => {
    const zone = findShared("aws_subnet", id, caller, cloud)?.attributes.availability_zone;
    return served.length > 0 && typeof zone === "string" && !served.includes(zone);
  });
  return stray === undefined
    ? undefined
    : refusal(
        "InvalidParameter",
        `The VPC endpoint service ${name} does not support the availability zone of the subnet: ${stray}.`,
        "subnet_ids",
      );
};

const zonesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A role stands for itself: which one calls, the simulated cloud does not know. */
function isCaller(principal: string, { accountId }: Caller): boolean {
  return principal === "*" || principal.split(":")[4] === accountId;
}

const behindNetworkLoadBalancer: Constraint = ({ attributes }, _caller, cloud: CloudView) => {
  const balancers = textsAt(attributes, "network_load_balancer_arns");
  const gateways = textsAt(attributes, "gateway_load_balancer_arns");
  if ((balancers.length === 0) === (gateways.length === 0))
    return refusal("InvalidParameter", "An endpoint service has either Network or Gateway Load Balancers");
  const other = balancers.find(
    (arn) => (cloud.get("aws_lb", arn)?.attributes.load_balancer_type ?? "network") !== "network",
  );
  return other === undefined
    ? undefined
    : refusal("InvalidParameter", `${other} is not a Network Load Balancer`, "network_load_balancer_arns");
};

const principalsAreArns: Constraint = ({ attributes }) => {
  const wrong = textsAt(attributes, "allowed_principals").find(
    (each) => each !== "*" && !/^arn:[\w-]+:iam::\d{12}:(root|role\/.+|user\/.+)$/.test(each),
  );
  return wrong === undefined
    ? undefined
    : refusal("InvalidPrincipal", `Invalid principal: ${wrong}`, "allowed_principals");
};

/** AWS PrivateLink: endpoint services of accounts, and endpoints to them. */
export const privateLink: Record<string, readonly Constraint[]> = {
  aws_vpc_endpoint: [serviceIsOpen],
  aws_vpc_endpoint_service: [behindNetworkLoadBalancer, principalsAreArns],
};

/** A quota of an account in one region that applications run into, and that AWS raises on request. */
export interface ServiceQuota {
  readonly name: string;
  /** Codes of Service Quotas. */
  readonly service: string;
  readonly code: string;
  /** What a new account has. */
  readonly default: number;
  /** What the template asks for in every new account. */
  readonly requested: number;
  /** Dimensions of the metric `ResourceCount` in `AWS/Usage` that says how much is used, if AWS publishes one. */
  readonly usage?: Readonly<Record<string, string>>;
  readonly source: string;
}

const vpc = 'Amazon VPC User Guide, "Amazon VPC quotas", read 2026-11';

export const serviceQuotas: readonly ServiceQuota[] = [
  { name: "VPCs", service: "vpc", code: "L-F678F1CE", default: 5, requested: 10, source: vpc },
  {
    name: "NAT gateways in a zone",
    service: "vpc",
    code: "L-FE5A380F",
    default: 5,
    requested: 10,
    source: vpc,
  },
  { name: "Elastic IP addresses", service: "ec2", code: "L-0263D0A3", default: 5, requested: 20, source: vpc },
  {
    name: "vCPUs of running on-demand instances, families A, C, D, H, I, M, R, T, Z",
    service: "ec2",
    code: "L-1216C47A",
    default: 5,
    requested: 64,
    usage: { Service: "EC2", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
    source: 'Amazon EC2 User Guide, "Amazon EC2 On-Demand Instance quotas", from memory 2026-11',
  },
];

import { Construct } from "constructs";
import type { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy/index.js";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedRepositoryProps extends AcceptanceProps {
  readonly repository: EcrRepository;
}

/** A container repository of this account that declared roles of other accounts pull from or push to: its policy. */
export class SharedRepository extends Construct {
  constructor(scope: Construct, id: string, { repository, ...props }: SharedRepositoryProps) {
    super(scope, id);
    const { arn, name } = repository;
    const statements = [...(props.statements ?? []), ...acceptedConsumers(this, "repository", arn, props)];
    new EcrRepositoryPolicy(this, "Resource", {
      repository: name,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}

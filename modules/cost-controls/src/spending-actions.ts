/**
 * What starts to cost, by service. An overspent sandbox can do none of it; reading, stopping and deleting go
 * on. Names are those of the Service Authorization Reference, read 2026-11.
 */
export const spendingActions: Readonly<Record<string, readonly string[]>> = {
  bedrock: ["CreateProvisionedModelThroughput", "InvokeModel*"],
  dynamodb: ["CreateTable", "UpdateTable"],
  ec2: ["CreateFleet", "CreateNatGateway", "CreateVolume", "CreateVpcEndpoint", "RunInstances", "StartInstances"],
  ecs: ["CreateService", "RunTask", "UpdateService"],
  eks: ["CreateCluster", "CreateNodegroup"],
  elasticache: ["CreateCacheCluster", "CreateReplicationGroup", "CreateServerlessCache"],
  elasticloadbalancing: ["CreateLoadBalancer"],
  elasticmapreduce: ["RunJobFlow"],
  es: ["CreateDomain"],
  glue: ["StartJobRun"],
  kafka: ["CreateCluster*"],
  lambda: ["CreateFunction"],
  rds: ["CreateDBCluster", "CreateDBInstance", "StartDBCluster", "StartDBInstance"],
  redshift: ["CreateCluster", "ResumeCluster"],
  sagemaker: [
    "CreateEndpoint",
    "CreateNotebookInstance",
    "CreateProcessingJob",
    "CreateTrainingJob",
    "StartNotebookInstance",
  ],
};

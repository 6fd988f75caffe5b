export { isProcessAlive } from "./alive.ts";
export { attributeChanges, titleOf } from "./attributes.ts";
export type { AttributeChange } from "./attributes.ts";
export { findTerraform, MINIMUM_VERSION, versionName } from "./binary.ts";
export type { TerraformBinary } from "./binary.ts";
export { formatDiagnostic, readJournal } from "./diagnostics.ts";
export type { Diagnostic, DiagnosticRange, JournalHook, JournalLine } from "./diagnostics.ts";
export { configurationDigest, planContent, planDigest } from "./digest.ts";
export type { PlanContent } from "./digest.ts";
export { cleanEnvironment, SHARED_MACHINE } from "./environment.ts";
export type { Cloud, Environment, EnvironmentOptions } from "./environment.ts";
export { Interruption, INTERRUPTED_EXIT_CODE, InterruptedError } from "./interruption.ts";
export type { InterruptionOptions } from "./interruption.ts";
export { canonicalJson } from "./json.ts";
export type { Json, JsonObject } from "./json.ts";
export { readPlan } from "./plan.ts";
export type { ChangeKind, Drift, OutputChange, Plan, PlanCounts, ResourceChange, ValueChange } from "./plan.ts";
export type { PlanJson } from "./plan-json.ts";
export type { RunMarker } from "./run-marker.ts";
export { TIMEOUT_MINUTES } from "./timeouts.ts";
export type { TerraformVerb } from "./timeouts.ts";
export { launch } from "./process.ts";
export type { LaunchOptions, ProcessResult, RunningProcess, StopLevel } from "./process.ts";
export { resourceNames, stateResources } from "./state-resources.ts";
export type { StateResource } from "./state-resources.ts";
export { Terraform } from "./terraform.ts";
export type {
  CommandResult,
  InitOptions,
  OutputValue,
  PlanOptions,
  PlanResult,
  State,
  StateOptions,
  TerraformOptions,
} from "./terraform-options.ts";
export { TerraformError } from "./terraform-error.ts";
export type { StateLock } from "./terraform-error.ts";
export type { FailureKind } from "./symptoms.ts";
export { prepareWorkDirectory } from "./work-directory.ts";
export type { WorkDirectoryContent } from "./work-directory.ts";

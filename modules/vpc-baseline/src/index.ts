export { tierCidr, zoneLetters, type Tier, type ZoneLetter } from "./address-layout.ts";
export { VpcBaseline, vpcOutputs, type VpcBaselineProps } from "./vpc-baseline.ts";

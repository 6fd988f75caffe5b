export { CostControls, type CostControlsProps } from "./cost-controls.ts";

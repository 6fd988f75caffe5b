export { CostControls, type CostControlsProps } from "./cost-controls.ts";
export { DataExport, type DataExportProps } from "./data-export.ts";

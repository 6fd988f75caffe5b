export { IdleSchedule, type IdleScheduleProps } from "./idle-schedule.ts";
export type { Idle } from "./idle.ts";

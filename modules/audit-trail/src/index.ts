export { alarmRules, type AlarmRule } from "./alarm-rules.ts";
export { AuditTrail, type AuditTrailProps } from "./audit-trail.ts";
export type { ObjectEvents } from "./object-events.ts";

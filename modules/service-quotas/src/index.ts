export { QuotaAlarms, type QuotaAlarmsProps } from "./quota-alarms.ts";
export { QuotaTemplate, type QuotaTemplateProps } from "./quota-template.ts";
export { serviceQuotas, type ServiceQuota } from "./service-quotas.ts";

/**
 * Where API Gateway gives out the values of API keys: under the keys themselves, and under the usage plans they are in.
 *
 * Source: API Gateway API Reference, "GetApiKey" and "GetUsagePlanKey", whose answers have a `value` (read 2026-11).
 */
export const apiKeyArns = (partition: string): string[] =>
  ["/apikeys*", "/usageplans/*/keys*"].map((path) => `arn:${partition}:apigateway:*::${path}`);

export { ApplicationRole, type ApplicationRoleProps } from "./application-role.ts";
export { Configuration, type ConfigurationProps, type ConfigurationValue } from "./configuration.ts";
export { imageReference } from "./image-reference.ts";
export { Secret, type SecretProps } from "./secret.ts";

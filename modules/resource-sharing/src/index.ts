export { OrganizationSharing, type OrganizationSharingProps } from "./organization-sharing.ts";
export { organizationArn, ResourceShare, type ResourceShareProps } from "./resource-share.ts";

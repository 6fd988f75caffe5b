export { EndpointService, type EndpointServiceProps } from "./endpoint-service.ts";
export { PrivateEndpoint, type PrivateEndpointProps } from "./private-endpoint.ts";

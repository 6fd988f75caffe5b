export { TransitGateway, type AttachedVpc, type TransitGatewayProps } from "./transit-gateway.ts";

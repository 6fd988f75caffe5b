export { shopConfiguration, type ShopConfiguration } from "./configuration.ts";
export { ShopService, type ShopServiceProps } from "./shop-service.ts";

import { cleanEnvironment } from "./environment.ts";

/** Environment of the tests' Terraform. */
export const environment = cleanEnvironment(process.env, { cloud: "offline" });

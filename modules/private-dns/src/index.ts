export { PrivateDns, privateDnsOutputs, type PrivateDnsProps } from "./private-dns.ts";
export { PrivateDnsUse, type PrivateDnsUseProps } from "./private-dns-use.ts";

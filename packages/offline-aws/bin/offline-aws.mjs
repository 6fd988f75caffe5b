#!/usr/bin/env node
// The process behind startOfflineAws: told what to serve by its parent, answers with the addresses.
import { loader } from "@archipelago/loader";

const { serve } = await loader(import.meta.filename)("../src/server/serve.ts");

process.once("message", async (options) => {
  const addresses = await serve(options);
  // A parent that is gone by now leaves a server that ends by itself.
  if (process.connected) process.send({ pid: process.pid, addresses });
});

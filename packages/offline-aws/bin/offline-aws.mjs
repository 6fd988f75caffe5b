#!/usr/bin/env node
// The process behind startOfflineAws: told what to serve by its parent, answers with the addresses.
import { loader } from "@archipelago/loader";

const { serve } = await loader(import.meta.filename)("../src/server/serve.ts");

process.once("message", async (options) => {
  process.send(await serve(options));
});

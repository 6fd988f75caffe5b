#!/usr/bin/env node
import { loader } from "@archipelago/loader";

await loader(import.meta.filename)("../src/main.ts").main(process.argv);

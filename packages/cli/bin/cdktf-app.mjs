import { loader } from "@archipelago/loader";

await loader(import.meta.filename)("../src/cdktf-app.ts").synthesizeAll();

#!/usr/bin/env node
/** The `lab` command: sets up what is missing, then hands over to the TypeScript in scripts/cli. */
import { handOver, setUp } from "./launch.mjs";

await setUp();
await handOver(process.argv.slice(2));

#!/usr/bin/env node
/** The `lab` command: sets up what is missing, then hands over to the TypeScript in scripts/cli. */
import { handOver, retry, setUp } from "./launch.mjs";

const args = process.argv.slice(2);
// The doctor is for those whose setup fails: it comes all the same.
const doctor = args[0] === "doctor";
if (doctor && args.includes("--retry")) retry();
await setUp({ needed: !doctor });
await handOver(args);

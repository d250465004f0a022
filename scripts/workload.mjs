/** What `npm run router` calls: runs one of workloads/, bundled as a pod of the lab runs it, in this very process. */
import { pathToFileURL } from "node:url";
import { setUp } from "./launch.mjs";

const [name = "", ...args] = process.argv.slice(2);
await setUp({ only: "packages" });
// Only now: what it needs may just have been installed.
const { bundleOf } = await import("./workload/bundle.mjs");
const file = bundleOf(name);
if (file) {
  // The program finds its arguments where it would if it had been started by itself.
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(pathToFileURL(file).href);
} else {
  process.exitCode = 1;
}

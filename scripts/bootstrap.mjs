/** What npm's scripts call: `npm start`, `npm test`, `npm run bench -- NAME`. */
import { handOver, setUp } from "./launch.mjs";
import { checkout } from "./setup/paths.mjs";

const [task, ...args] = process.argv.slice(2);
process.chdir(checkout);

const { changed } = await setUp();
if (task === "start") {
  if (!changed) console.error("Everything is set up.");
  await handOver(["start", ...args]);
} else if (task === "test") {
  const { runTests } = await import("./test/index.mjs");
  process.exitCode = await runTests(args);
} else {
  const { runBenchmark } = await import("./bench.mjs");
  process.exitCode = await runBenchmark(args);
}

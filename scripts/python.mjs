/** What `npm run python` calls: makes the environments of programs that are Python, or runs a command in one of them. */
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { SetupFault } from "./setup/fault.mjs";
import { checkout } from "./setup/paths.mjs";
import { environmentOf, folderOf, makePythonEnvironments, pythonFolders } from "./setup/python.mjs";

const [program, ...words] = process.argv.slice(2);
try {
  await makePythonEnvironments((line) => console.error(line));
  if (program !== undefined) process.exitCode = runIn(program, words);
} catch (error) {
  if (!(error instanceof SetupFault)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * As it would run in its image: with its own folder and the kit beside it.
 * @param {string} program
 * @param {string[]} words
 */
function runIn(program, [command = "python", ...args]) {
  if (!(program in pythonFolders))
    throw new SetupFault(
      `${program} is none of ${Object.keys(pythonFolders).join(", ")}.`,
      "Name one of them.",
    );
  const { status } = spawnSync(command, args, {
    cwd: folderOf(program),
    env: {
      ...process.env,
      PATH: [join(environmentOf(program), "bin"), process.env.PATH].join(delimiter),
      PYTHONPATH: join(checkout, "workloads/python-kit"),
    },
    stdio: "inherit",
  });
  return status ?? 1;
}

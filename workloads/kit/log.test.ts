import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("a log is lines of JSON, and none is lost when the process ends at once", async () => {
  const program = `
    import { makeLog } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
    const log = makeLog("info");
    log.debug("not told");
    for (let count = 0; count < 100; count++) log.info({ count }, "told");
    process.exit(0);
  `;
  const { stdout } = await run(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(100);
  expect(lines[99]).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    count: 99,
    msg: "told",
  });
});

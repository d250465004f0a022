import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** What happens within a second to a program that has 20 MiB which it needs no more. */
async function after(meanwhile: string): Promise<{ tidied: number; held: number }> {
  const program = `
    import { tidyAtRest } from ${JSON.stringify(new URL("rest.ts", import.meta.url).href)};
    const own = globalThis.gc;
    let tidied = 0;
    globalThis.gc = (options) => {
      tidied += 1;
      own(options);
    };
    globalThis.left = new Array(2_500_000).fill(0);
    const before = process.memoryUsage().heapUsed / 2 ** 20;
    globalThis.left = undefined;
    tidyAtRest(100);
    ${meanwhile}
    setTimeout(() => {
      console.log(JSON.stringify({ tidied, held: process.memoryUsage().heapUsed / 2 ** 20 - before + 20 }));
      process.exit();
    }, 1000);
  `;
  const flags = ["--expose-gc", "--import", "tsx", "--input-type=module"];
  const { stdout } = await run(process.execPath, [...flags, "-e", program]);
  return JSON.parse(stdout);
}

test("what nobody needs any more is given back at rest, once, and not in the middle of work", async () => {
  const rests = await after("");
  expect(rests.tidied).toBe(1);
  expect(rests.held).toBeLessThan(5);
  const works = await after(
    "setInterval(() => { for (const end = Date.now() + 20; Date.now() < end; ); }, 20);",
  );
  expect(works.tidied).toBe(0);
}, 20_000);

/** Of a core: whoever takes less has nothing to do. */
const AT_REST = 0.02;

const MIB = 1024 * 1024;

/** Not worth a pause. */
const LITTLE = 4 * MIB;

/** Cleaning up takes a millisecond for each of these: some thirty in a small program, and too long in a large one. */
const LARGEST = 64 * MIB;

/**
 * Gives back what a start, or a burst of work, has left behind. V8 cleans up as it is asked for more, so a program that then has
 * nothing to do would hold it for days. Needs `--expose-gc`, by which our programs are started in a house.
 */
export function tidyAtRest(everyMs = 10_000): void {
  const { gc } = globalThis;
  if (!gc) return;
  let worked = process.cpuUsage();
  let left = 0;
  const look = () => {
    const { user, system } = process.cpuUsage(worked);
    const { heapUsed } = process.memoryUsage();
    const isAtRest = user + system < everyMs * 1000 * AT_REST;
    if (isAtRest && heapUsed > left + LITTLE && heapUsed < LARGEST) {
      gc({ type: "major", flavor: "last-resort" } as Parameters<typeof gc>[0]);
      left = process.memoryUsage().heapUsed;
    }
    worked = process.cpuUsage();
  };
  setInterval(look, everyMs).unref();
}

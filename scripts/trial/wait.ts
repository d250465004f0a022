import { setTimeout as sleep } from "node:timers/promises";

/** Waits until it holds; a test that waits in vain fails with what it waited for. */
export async function eventually(holds: () => boolean, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`did not come true in ${patienceMs / 1000} s: ${holds}`);
    await sleep(50);
  }
}

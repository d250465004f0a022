import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds until an answer had come whole, from when it should have been asked for: who is late is not forgiven. */
export async function steady(url: string, perSecond: number, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: Promise<number>[] = [];
  const begun = performance.now();
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = begun + (number * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    times.push(timed(url, agent, due));
  }
  const all = await Promise.all(times);
  agent.destroy();
  return all.sort((one, other) => one - other);
}

function timed(url: string, agent: Agent, due: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answers with ${answer.statusCode}`));
      answer.once("end", () => resolve(performance.now() - due)).resume();
    });
    asked.once("error", reject);
  });
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

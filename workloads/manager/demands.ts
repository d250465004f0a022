import type { Demand } from "./plan/index.ts";

/** Who does not tell again within this time has gone, and its answers with it. */
export const TOLD_FOR_MS = 30_000;

interface Told extends Demand {
  at: number;
}

/** How much each of those who send requests has to do with each model. Told anew each time, so that nothing can be lost. */
export class Demands {
  #all = new Map<string, Map<string, Told>>();

  tell(model: string, who: string, { running, waiting }: Demand, now: number): void {
    const holders = this.#all.get(model) ?? new Map<string, Told>();
    this.#all.set(model, holders);
    if (running + waiting === 0) holders.delete(who);
    else holders.set(who, { running, waiting, at: now });
  }

  /** By model. */
  at(now: number): Record<string, Demand> {
    const sums = [...this.#all].map(([model, holders]): [string, Demand] => {
      for (const [who, { at }] of holders) if (now - at > TOLD_FOR_MS) holders.delete(who);
      const told = [...holders.values()];
      return [
        model,
        {
          running: told.reduce((sum, { running }) => sum + running, 0),
          waiting: told.reduce((sum, { waiting }) => sum + waiting, 0),
        },
      ];
    });
    return Object.fromEntries(sums);
  }
}

import { isLive, type Lab, type Service } from "../lab/index.ts";

/** Services that can come back at one time: each needs only what came before. */
export type Wave = Service[];

/** As many waves as the longest chain of needs has links. The services of a lab stand in the order of their needs. */
export function recoveryOrder({ services }: Lab): Wave[] {
  const at = new Map<string, number>();
  const waves: Wave[] = [];
  for (const service of services.filter(isLive)) {
    const after = service.needs.map((need) => at.get(need) ?? -1);
    const wave = Math.max(-1, ...after) + 1;
    at.set(service.name, wave);
    waves[wave] = [...(waves[wave] ?? []), service];
  }
  return waves;
}

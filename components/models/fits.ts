import type { Problem } from "../refusal.ts";
import { bytes, type Memory, memoryOf } from "../units/index.ts";

/** What there is for models: all of them lie on its disk, and each has to fit into its memory by itself. */
export interface Server {
  service: string;
  disk?: Memory;
  /** Of its card; of the machine, where it has none. */
  memory: Memory;
}

interface Sized {
  name: string;
  quantization: string;
  size: Memory;
  loaded: Memory;
}

/** What of these models its disk or its memory cannot hold. */
export function misfits(server: Server, models: Sized[], where: string): Problem[] {
  return [...tooManyOnDisk(server, models, where), ...tooLarge(server, models, where)];
}

function tooManyOnDisk({ service, disk }: Server, models: Sized[], where: string): Problem[] {
  const asked = models.reduce((sum, { size }) => sum + bytes(size), 0);
  if (disk === undefined || asked <= bytes(disk)) return [];
  return [
    {
      where,
      what: `they take ${memoryOf(asked)} of disk, and ${service} has ${disk}.`,
      facts: models
        .toSorted((a, b) => bytes(b.size) - bytes(a.size))
        .map(({ name, size }) => `${name}: ${size}`),
      fix: `leave one of them out, or give ${service} a larger disk`,
    },
  ];
}

function tooLarge({ service, memory }: Server, models: Sized[], where: string): Problem[] {
  return models
    .filter(({ loaded }) => bytes(loaded) > bytes(memory))
    .map(({ name, quantization, loaded }) => ({
      where,
      what: `${name} (${quantization}) takes ${loaded} when it is loaded, and ${service} has ${memory}.`,
      fix: "use a smaller one, or one that is quantized further",
    }));
}

import type { Memory } from "../units/index.ts";
import type { Sharing } from "./gpu.ts";
import type { Inventory } from "./inventory.ts";

/** The card that a machine's programs can use, wherever it is plugged in. */
export interface InstalledGpu {
  model: string;
  vram: Memory;
  sharing: Sharing | undefined;
}

export function gpuOf({ machines }: Pick<Inventory, "machines">, name: string): InstalledGpu | undefined {
  const machine = machines[name];
  if (!machine || !("gpu" in machine) || !machine.gpu) return undefined;
  if (!("from" in machine.gpu)) {
    const { model, vram, sharing } = machine.gpu;
    return { model, vram, sharing };
  }
  const owner = gpuOf({ machines }, machine.gpu.from);
  return owner && { ...owner, sharing: machine.gpu.sharing };
}

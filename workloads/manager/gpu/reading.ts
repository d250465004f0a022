/** What the card says of itself, in bytes. */
export interface Reading {
  total: number;
  used: number;
}

const MIB = 2 ** 20;

/** Lines of `nvidia-smi --query-gpu=memory.total,memory.used --format=csv,noheader,nounits`: MiB, a card each. */
export function readSmi(text: string, card: number): Reading {
  const line = text.trim().split("\n")[card];
  if (line === undefined) throw new Error(`nvidia-smi tells of no card ${card}`);
  const [total, used] = line.split(",").map(Number);
  if (!isSize(total) || !isSize(used))
    throw new Error(`nvidia-smi tells no sizes: ${JSON.stringify(line.slice(0, 80))}`);
  return { total: total * MIB, used: used * MIB };
}

/** The figures of NVIDIA's DCGM exporter, which are MiB as well. */
export function readDcgm(text: string, card: number): Reading {
  const figure = (name: string) => {
    const lines = text.matchAll(new RegExp(`^DCGM_FI_DEV_FB_${name}\\{([^}]*)\\} (\\S+)`, "gm"));
    for (const [, labels = "", value] of lines)
      if (new RegExp(`(^|,)gpu="${card}"`).test(labels)) return Number(value);
    return undefined;
  };
  const [used, free, reserved = 0] = [figure("USED"), figure("FREE"), figure("RESERVED")];
  if (!isSize(used) || !isSize(free)) throw new Error(`the exporter tells no memory of card ${card}`);
  return { total: (used + free + reserved) * MIB, used: (used + reserved) * MIB };
}

function isSize(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

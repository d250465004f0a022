import { z } from "zod";
import { disk, ipv4, label, memory, portNumber } from "../units/index.ts";

/** What every machine says of itself. */
export const place = {
  about: z.string(),
  site: label,
  lan: ipv4.optional(),
  /** An address where it is fixed; `true` where the machine is reached by its name in the tailnet. */
  tailnet: z.union([ipv4, z.literal(true)]).optional(),
  /** Programs that run here without any stack: their ports are facts to be told, not things to be made. */
  listens: z.record(label, portNumber).default({}),
};

/** And one that runs programs. */
export const computer = {
  ...place,
  arch: z.enum(["amd64", "arm64"]).default("amd64"),
  threads: z.int().positive(),
  memory,
  disk: disk.optional(),
};

import { readFileSync } from "node:fs";
import { z } from "zod";
import type { K3sCluster } from "./k3s/index.ts";
import { type VendorName, vendors } from "./vendors.ts";

const names = Object.keys(vendors) as [VendorName, ...VendorName[]];
const path = z.string();

const settingsSchema = z.strictObject({
  /** Where the state of each emulator is kept. */
  folder: path,
  /** Where faults are switched on and off, and by whom. */
  control: z.strictObject({ port: z.int(), token: z.string().min(32) }),
  apis: z.array(
    z.strictObject({
      name: z.string(),
      vendor: z.enum(names),
      port: z.int(),
      tls: z.strictObject({ key: path, cert: path }).optional(),
      seed: z.unknown(),
    }),
  ),
  clusters: z.array(z.custom<K3sCluster>()),
});

export type EmulatorSettings = z.input<typeof settingsSchema>;
export type Api = EmulatorSettings["apis"][number];

export function readSettings(file: string): z.output<typeof settingsSchema> {
  return settingsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

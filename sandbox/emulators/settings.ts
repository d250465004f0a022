import { readFileSync } from "node:fs";
import { z } from "zod";
import type { KubeObject } from "../control-plane/index.ts";
import { SandboxFault } from "../fault.ts";
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
  /** Where k3s' own controllers are to work, and where the nodes there are reached. */
  clusters: z.array(
    z.strictObject({
      name: z.string(),
      access: z.strictObject({ server: z.url(), ca: path, cert: path, key: path }),
      addresses: z.array(z.string()),
      /** The workloads that stand for a chart's, by its release as "namespace/name". */
      charts: z.record(z.string(), z.array(z.custom<KubeObject>((object) => typeof object === "object"))),
    }),
  ),
});

export type EmulatorSettings = z.input<typeof settingsSchema>;
export type Settings = z.output<typeof settingsSchema>;
export type Api = Settings["apis"][number];

export function readSettings(file: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    // Never what is in it: there are tokens among that.
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).name;
    throw new SandboxFault(
      `${file || "the file with the emulators' settings"} cannot be read: ${why}`,
      "npx lab sandbox start  writes it anew",
    );
  }
}

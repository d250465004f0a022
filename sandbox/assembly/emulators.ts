import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../../scripts/setup/files.mjs";
import { chartsOn } from "../charts/index.ts";
import { type Authority, addressesOf, hostsOf, nodesOf } from "../control-plane/index.ts";
import type { EmulatorSettings } from "../emulators/settings.ts";
import type { Folder } from "../folder.ts";
import type { Part, Ports } from "../parts/index.ts";
import type { ApiPlan } from "../plan/index.ts";
import type { Api, Control, SandboxCluster } from "./assembly.ts";

interface Ground {
  folder: Folder;
  ports: Ports;
  authority: Authority;
  token: string;
}

/** The process that answers for the vendors, with its settings written. */
export async function planEmulators(
  plans: readonly ApiPlan[],
  clusters: readonly SandboxCluster[],
  { folder, ports, authority, token }: Ground,
): Promise<{ part: Part; apis: Api[]; control: Control }> {
  const chosen = await ports.group("emulators", ["control", ...plans.map(({ name }) => name)]);
  const portOf = (name: string) => chosen[name] ?? 0;
  const serving = await authority.issue("emulators", { name: "emulators", hosts: hostsOf() });
  const settings: EmulatorSettings = {
    folder: folder.at("emulators"),
    control: { port: portOf("control"), token },
    apis: plans.map(({ name, vendor, seed, tls }) => ({
      name,
      vendor,
      seed,
      port: portOf(name),
      ...(tls && { tls: serving }),
    })),
    clusters: clusters.map(({ name, lab, plane }) => ({
      name,
      access: plane.admin,
      addresses: addressesOf(nodesOf(name, lab.inventory)),
      charts: chartsOn(name, lab),
    })),
  };
  const text = JSON.stringify(settings, null, 2);
  const file = folder.at("emulators", "settings.json");
  mkdirSync(folder.at("emulators"), { recursive: true });
  writeWhole(file, text, 0o600);
  const control = `http://127.0.0.1:${portOf("control")}`;
  return {
    control: { url: control, token },
    apis: plans.map(({ name, place, tls, access, environment }) => {
      const url = `${tls ? "https" : "http"}://127.0.0.1:${portOf(name)}`;
      return { name, url, place, access: access(url), environment: environment(url) };
    }),
    part: {
      name: "emulators",
      command: process.execPath,
      args: ["--import", import.meta.resolve("tsx"), main, file],
      // Other settings make it another part, which is started anew.
      env: { SANDBOX_SETTINGS: createHash("sha256").update(text).digest("hex") },
      port: portOf("control"),
      morePorts: plans.map(({ name }) => portOf(name)),
      needs: clusters.map(({ plane }) => plane.apiServer),
      ready: { url: `${control}/ready` },
    },
  };
}

const main = fileURLToPath(new URL("../emulators/main.ts", import.meta.url));

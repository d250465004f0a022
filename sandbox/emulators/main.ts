import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { controlServer } from "./control.ts";
import { type Emulator, Faults, Store, serverOf } from "./framework/index.ts";
import { runK3s } from "./k3s/index.ts";
import { type Api, readSettings } from "./settings.ts";
import { vendors } from "./vendors.ts";

/** The vendors' APIs and k3s' own controllers, in one process: each alone would take as much memory as all of them. */
const { folder, control, apis, clusters } = readSettings(process.argv[2] ?? "");
const faults = new Map<string, Faults>();
const stopping = new AbortController();
const servers: FastifyInstance[] = [];
const stores: Store[] = [];

for (const api of apis) servers.push(await open(api));
const controllers = clusters.map((cluster) => runK3s(cluster, stopping.signal));
// Last: what answers here tells that all the others do.
const ready = controlServer(faults, control.token);
servers.push(ready);
await ready.listen({ host: "127.0.0.1", port: control.port });

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);

async function open({ name, vendor, port, seed, tls }: Api): Promise<FastifyInstance> {
  const emulator: Emulator = await vendors[vendor]();
  const store = Store.open(join(folder, `${name}.jsonl`));
  stores.push(store);
  const failing = new Faults();
  faults.set(name, failing);
  const server = await serverOf({
    emulator,
    seed: emulator.seed.parse(seed),
    store,
    faults: failing,
    log: (line) => console.log(`${new Date().toISOString()} ${name} ${line}`),
    ...(tls && { tls: { key: readFileSync(tls.key, "utf8"), cert: readFileSync(tls.cert, "utf8") } }),
  });
  await server.listen({ host: "127.0.0.1", port });
  return server;
}

async function stop(): Promise<void> {
  stopping.abort();
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all(controllers);
  for (const store of stores) store.close();
}

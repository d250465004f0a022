import { type LabSpec, readLab } from "../../components/lab/index.ts";
import type { Alert, ServiceSpec } from "../../components/service/index.ts";
import { chartService, service, TODAY, testInventory } from "../../components/testing/index.ts";

export {
  claim,
  fromConfig,
  generated,
  hostOf,
  image,
  ownUrl,
  ownUrlOf,
  secretOf,
  secretValue,
  share,
  text,
  urlOf,
} from "../../components/service/index.ts";
export { chartService, service };

/** A lab as the mistake leaves it: not yet read. */
export function lab(...services: ServiceSpec[]): LabSpec {
  return inFiles(Object.fromEntries(services.map((each) => [`services/apps/${each.name}.ts`, each])));
}

/** The same, where the mistake is in the name of the file. */
export function inFiles(files: Record<string, ServiceSpec>): LabSpec {
  return {
    name: "test",
    inventory: { file: "inventory.ts", spec: testInventory },
    services: Object.entries(files).map(([file, spec]) => ({ group: "apps", file, spec })),
  };
}

/** An alert that is about one thing. */
export function alert(spec: Partial<Alert>): Alert {
  const said = { summary: "Something of it is wrong", action: "See what its log says of it" };
  return { name: "WebIsWrong", expr: "up == 0", for: "5m", severity: "warning", ...said, ...spec };
}

/** A mistake that the compiler would see too, made where nobody compiled. */
export function untyped(spec: object): ServiceSpec {
  return { ...service(), ...spec };
}

/** What a mistake, or what leads to it, changes in the inventory; `undefined` takes away. */
export function inventory(change: object, ...services: ServiceSpec[]): LabSpec {
  const spec: unknown = JSON.parse(JSON.stringify(merged(testInventory, change)));
  return { ...lab(...services), inventory: { file: "inventory.ts", spec } };
}

/** The same, where the house has name servers and an address that moves between them. */
export function named(change: object, ...services: ServiceSpec[]): LabSpec {
  const names = {
    machines: { "core-arm": { tailnet: "100.64.0.22" } },
    dns: { primary: "core-server", secondary: "core-arm", forwarders: ["9.9.9.9"], blocklists: [] },
    virtualAddresses: {
      names: {
        about: "moves between the name servers",
        address: "192.168.1.53",
        for: "dns",
        machines: ["core-server", "core-arm"],
      },
    },
  };
  return inventory(merged(names, change) as object, ...services);
}

/** The same, where a device comes in by WireGuard. */
export function wired(change: object, ...services: ServiceSpec[]): LabSpec {
  const wireguard = {
    server: "core-arm",
    endpoint: "home.example.com",
    network: "10.9.0.0/24",
    peers: { laptop: { about: "a laptop", person: "owner", address: "10.9.0.2" } },
  };
  return inventory({ wireguard: merged(wireguard, change) }, ...services);
}

export function read(spec: LabSpec): void {
  readLab(spec, TODAY);
}

function merged(base: unknown, change: unknown): unknown {
  if (!isObject(base) || !isObject(change)) return change;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(change).map(([key, value]) => [key, merged(base[key], value)])),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { type Lab, readLab } from "../../lab/index.ts";
import type { ServiceSpec } from "../../service/index.ts";
import { TODAY, testInventory } from "../../testing/index.ts";

/** The lab of the tests with name servers: the server of its cluster, and a machine of metal beside it. */
export function namedLab(services: ServiceSpec[] = [], change: object = {}): Lab {
  const spec = {
    ...testInventory,
    machines: machinesWith({}),
    dns: {
      primary: "core-server",
      secondary: "core-arm",
      forwarders: ["9.9.9.9", "149.112.112.112"],
      blocklists: ["https://lists.example.com/hosts"],
      names: { printer: { address: "192.168.1.60" }, files: { alias: "nas" } },
    },
    virtualAddresses: {
      names: {
        about: "moves between the name servers",
        address: "192.168.1.53",
        for: "dns",
        machines: ["core-server", "core-arm"],
      },
    },
    ...change,
  };
  return readLab(
    {
      name: "test",
      inventory: { file: "inventory.ts", spec },
      services: services.map((each) => ({
        group: "apps",
        file: `services/apps/${each.name}.ts`,
        spec: each,
      })),
    },
    TODAY,
  );
}

/** The machines of the tests, with changes. The secondary is in the tailnet too, where other sites ask it. */
export function machinesWith(changes: Record<string, object>): object {
  const all: Record<string, object> = testInventory.machines;
  const changed = Object.entries({ "core-arm": { tailnet: "100.64.0.22" }, ...changes });
  return {
    ...all,
    ...Object.fromEntries(changed.map(([name, change]) => [name, { ...all[name], ...change }])),
  };
}

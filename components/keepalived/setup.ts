import type { Lab } from "../lab/index.ts";
import type { Setup, SetupFile } from "../setup/index.ts";
import { checkOf } from "./check.ts";
import { checkFile, INTERFACE_FILE, keepalivedConf } from "./configuration.ts";

const CONFIGURATION = "/etc/keepalived/keepalived.conf";

/** What lets a machine take the virtual addresses that it is named for. */
export function keepalivedSetup(machine: string, { inventory }: Lab): Partial<Setup> {
  const addresses = Object.entries(inventory.virtualAddresses).filter(([, { machines }]) =>
    machines.includes(machine),
  );
  if (addresses.length === 0) return {};
  const checks = addresses.map(([name, each]) => ({ name, ...checkOf(each.for, machine, inventory) }));
  const { lan } = inventory.machines[machine] ?? {};
  return {
    packages: ["keepalived", ...checks.map((each) => each.package)],
    files: {
      [CONFIGURATION]: { text: keepalivedConf(machine, addresses, inventory) },
      ...Object.fromEntries(
        checks.map(({ name, script }): [string, SetupFile] => [
          checkFile(name),
          { text: [script], mode: "0755" },
        ]),
      ),
    },
    commands: [
      `ip -4 -oneline address show to ${lan}/32 | awk '{ print "$LAN=" $2; exit }' >${INTERFACE_FILE}`,
      "keepalived --config-test",
      "systemctl enable keepalived && systemctl reload-or-restart keepalived",
    ],
  };
}

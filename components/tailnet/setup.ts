import { type Lab, mainPort } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";
import { shownIn, tagOf } from "./device.ts";
import { keyOf, routesOf } from "./plan.ts";
import { joinsByItself } from "./ssh.ts";

const KEY_FILE = "/etc/tailscale/auth-key";

/** Its program would else write to its makers what it does, and whom it meets. */
const QUIET = {
  "/etc/systemd/system/tailscaled.service.d/quiet.conf": {
    text: ["[Service]\nEnvironment=TS_NO_LOGS_NO_SUPPORT=true\n"],
  },
};

/** The vendor's own packages: Debian's are too old for what the policy says. */
const INSTALL = `if ! command -v tailscale >/dev/null; then
  distribution=$(sed -n "s/^ID=//p" /etc/os-release)
  release=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
  repository="https://pkgs.tailscale.com/stable/$distribution"
  curl -fsSL "$repository/$release.noarmor.gpg" -o /usr/share/keyrings/tailscale-archive-keyring.gpg
  echo "deb [signed-by=/usr/share/keyrings/tailscale-archive-keyring.gpg] $repository $release main" \\
    >/etc/apt/sources.list.d/tailscale.list
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q tailscale
fi`;

/** What brings a Linux machine into the tailnet, as the device that the policy knows. Nothing, for one that is not in it. */
export function tailnetSetup(name: string, lab: Lab): Partial<Setup> {
  const machine = lab.inventory.machines[name];
  if (!machine?.tailnet || !joinsByItself(machine.kind)) return {};
  const routes = routesOf(name, lab);
  const settings = [
    `--hostname=${name}`,
    "--ssh",
    ...(routes.length > 0 ? [`--advertise-routes=${routes.join(",")}`] : []),
  ];
  return {
    packages: ["curl"],
    files: {
      [KEY_FILE]: { text: [keyOf(name), "\n"] },
      ...QUIET,
      ...(routes.length > 0 && {
        "/etc/sysctl.d/60-tailnet.conf": {
          text: ["net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n"],
        },
      }),
    },
    commands: [
      ...(routes.length > 0 ? ["sysctl --quiet --system"] : []),
      INSTALL,
      // Only once: a machine that is in stays the device that it is.
      `tailscale status >/dev/null || tailscale up --auth-key=file:${KEY_FILE} --advertise-tags=${tagOf(name)}`,
      `tailscale set ${settings.join(" ")}`,
      ...served(name, lab).map((port) => `tailscale serve --bg --https=443 http://127.0.0.1:${port}`),
    ],
  };
}

/** The port of a program of the machine's own that people reach by the machine's name in the tailnet. */
function served(machine: string, lab: Lab): number[] {
  return shownIn(lab)
    .filter(({ place }) => "machine" in place && place.machine === machine)
    .flatMap((service) => mainPort(service)?.number ?? []);
}

import { vendorsOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { entrancesIn, type FoundDevice, found, planTailnet } from "../tailnet/index.ts";
import { type Check, type DocumentsCheck, type Finding, failed, idOf, ok } from "./check.ts";
import { mayBeDown } from "./nodes.ts";

interface Device extends FoundDevice {
  tags?: string[];
  connectedToControl?: boolean;
  lastSeen?: string;
  keyExpiryDisabled?: boolean;
  expires?: string;
  enabledRoutes?: string[];
}

const DEVICES = "/api/v2/tailnet/-/devices?fields=all";
const PLACE = "tailscale";
const MINUTE = 60_000;
/** A device says every few minutes that it is there. */
const SILENT = 15 * MINUTE;

interface Wanted {
  name: string;
  address?: string;
  tag: string;
  routes: string[];
  mayBeDown: boolean;
  stack: string;
}

/** Every machine and every entrance of a lab is in its tailnet, as what it is declared to be there. */
export function tailnetChecks(lab: Lab, lifecycles: string[]): Check[] {
  if (!vendorsOf(lab.inventory).includes(PLACE)) return [];
  const { members } = planTailnet(lab);
  const entrances = entrancesIn(lab).filter(({ service }) => lifecycles.includes(service.lifecycle));
  return [
    {
      id: idOf({ place: PLACE, topic: "access", name: "api" }),
      place: PLACE,
      topic: "access",
      about: "its API answers",
      by: "answer",
    },
    ...members.map((member) =>
      check({ ...member, mayBeDown: mayBeDown(member.name, lab.inventory), stack: lab.name }),
    ),
    ...entrances.map(
      ({ name, tag, service }): DocumentsCheck => ({
        ...check({ name, tag, routes: [], mayBeDown: false, stack: lab.name }),
        service: service.name,
        // Its proxy is a pod, which signs in by itself.
        madeBy: "kubelet",
      }),
    ),
  ];
}

function check(wanted: Wanted): DocumentsCheck {
  const { name, routes } = wanted;
  const leads = routes.length > 0 ? `, and leads into ${routes.join(" and ")}` : "";
  return {
    id: idOf({ place: PLACE, topic: "tailnet", name }),
    place: PLACE,
    topic: "tailnet",
    about: `${name} is in the tailnet${leads}`,
    by: "documents",
    reads: [DEVICES],
    judge: (seen, now) => judge(wanted, devicesIn(seen(DEVICES)), now),
  };
}

function judge(wanted: Wanted, devices: Device[], now: Date): Finding {
  const { name, tag, routes, stack } = wanted;
  const device = found(wanted, devices) as Device | undefined;
  if (!device)
    return failed(
      "no device there is it, or nobody has approved it",
      `on the machine: tailscale up; or approve it in the vendor's console`,
    );
  if (!device.tags?.includes(tag)) return failed(`it is not ${tag} there`, `npx lab up ${stack}`);
  if (isOver(device, now))
    return failed(`its key has ended: ${device.expires}`, "on the machine: tailscale up --force-reauth");
  const closed = routes.filter((route) => !device.enabledRoutes?.includes(route));
  if (closed.length > 0)
    return failed(`it does not lead into ${closed.join(" and ")}`, `npx lab up ${stack}`);
  if (isThere(device, now)) return ok(device.addresses[0] ?? name);
  const last = `last seen ${device.lastSeen ?? "never"}`;
  return wanted.mayBeDown
    ? ok(`is away, as it may be: ${last}`)
    : failed(`is not there: ${last}`, `is ${name} on?`);
}

/** "0001-…" is how the vendor writes never. */
function isOver({ keyExpiryDisabled, expires }: Device, now: Date): boolean {
  if (keyExpiryDisabled || !expires || expires.startsWith("0001-")) return false;
  return new Date(expires) <= now;
}

function isThere({ connectedToControl, lastSeen }: Device, now: Date): boolean {
  if (connectedToControl !== undefined) return connectedToControl;
  return lastSeen !== undefined && now.getTime() - Date.parse(lastSeen) < SILENT;
}

function devicesIn(seen: unknown): Device[] {
  const { devices } = (seen ?? {}) as { devices?: unknown };
  if (!Array.isArray(devices)) throw new Error("Tailscale answers without a list of devices");
  return devices as Device[];
}

import { listItems } from "../api/formats.ts";
import { type Call, digestOf, PveError, parsePropertyString } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Config, Guest } from "../records.ts";
import { release } from "../storage/index.ts";
import { resolvedDisk } from "./disk.ts";
import { demandUnlocked, digestOfConfig, diskKeys, plannedConfig } from "./guest.ts";
import { checkBoot, checkSettings, isImmediate, keptSetting } from "./settings.ts";

/** What steers a change and is no setting. */
const steering = new Set([
  "node",
  "vmid",
  "delete",
  "revert",
  "digest",
  "force",
  "skiplock",
  "background_delay",
  "archive",
  "bwlimit",
  "pool",
  "start",
  "storage",
  "unique",
  "live-restore",
  "import-working-storage",
  "ha-managed",
  "cdrom",
]);

export function settingsIn({ parameters }: Call): Config {
  const entries = Object.entries(parameters).filter(([key]) => !steering.has(key));
  const named =
    parameters.cdrom === undefined ? entries : [...entries, ["ide2", `${parameters.cdrom},media=cdrom`]];
  return Object.fromEntries(named) as Config;
}

/** Changes a guest's settings: at once, or from its next start on where it runs and the setting cannot wait less. */
export function changeGuest(call: Call): Guest {
  const { datacenter, parameters } = call;
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  if (!parameters.skiplock) demandUnlocked(guest);
  if (parameters.digest !== undefined && parameters.digest !== digestOfConfig(guest.config))
    throw new PveError("detected modified configuration - file changed by other user? Try again.");
  const settings = settingsIn(call);
  const gone = listItems(String(parameters.delete ?? ""));
  const emptied = Object.keys(settings).filter((key) => settings[key] === "");
  checkSettings(settings, call);
  checkSettings(Object.fromEntries(gone.map((key) => [key, guest.config[key] ?? ""])), call);
  for (const key of gone)
    if (settings[key] !== undefined)
      throw new PveError("Parameter verification failed.", 400, { delete: `duplicate parameter: ${key}` });
  for (const key of listItems(String(parameters.revert ?? ""))) delete guest.pending[key];
  for (const key of [...gone, ...emptied]) remove(key, guest, parameters.force === 1, datacenter);
  for (const [key, value] of Object.entries(settings)) if (value !== "") set(key, value, guest, datacenter);
  if (settings.boot !== undefined) checkBoot(plannedConfig(guest));
  return datacenter.guests.put(String(guest.vmid), guest);
}

function set(key: string, value: string | number, guest: Guest, datacenter: Datacenter): void {
  const old = guest.config[key];
  const kept = diskKeys.test(key)
    ? diskSetting(key, String(value), guest, datacenter)
    : keptSetting(key, value, old);
  if (guest.status === "running" && !isImmediate(key)) {
    if (digestOf(old) === digestOf(kept)) delete guest.pending[key];
    else guest.pending[key] = kept;
  } else {
    guest.config[key] = kept;
    delete guest.pending[key];
  }
}

function diskSetting(key: string, text: string, guest: Guest, datacenter: Datacenter): string {
  const old = guest.config[key];
  const before = old === undefined ? undefined : parsePropertyString(String(old));
  const after = parsePropertyString(text);
  const resolved = before?.file === after.file ? resolvedDisk(key, text, guest, datacenter) : undefined;
  if (resolved !== undefined) return resolved;
  if (before) detach(key, guest, datacenter);
  const made = resolvedDisk(key, text, guest, datacenter);
  const { file } = parsePropertyString(made);
  for (const [other, value] of Object.entries(guest.config))
    if (/^unused\d+$/.test(other) && value === file) delete guest.config[other];
  return made;
}

function remove(key: string, guest: Guest, force: boolean, datacenter: Datacenter): void {
  if (guest.config[key] === undefined) {
    delete guest.pending[key];
    return;
  }
  if (guest.config.protection === 1 && (diskKeys.test(key) || key.startsWith("unused")))
    throw new PveError(`can't remove drive '${key}' - protection mode enabled`);
  if (diskKeys.test(key) || /^unused\d+$/.test(key)) {
    const { file = "" } = parsePropertyString(String(guest.config[key]));
    if (force || key.startsWith("unused")) {
      delete guest.config[key];
      if (file.includes(":")) release(file, guest.node, datacenter);
    } else detach(key, guest, datacenter);
  } else if (guest.status === "running" && !isImmediate(key)) guest.pending[key] = null;
  else delete guest.config[key];
}

/** A disk that is taken off stays as an unused one; what is made anew each time goes. */
function detach(key: string, guest: Guest, datacenter: Datacenter): void {
  const { file = "", media } = parsePropertyString(String(guest.config[key]));
  delete guest.config[key];
  if (file.includes("cloudinit")) release(file, guest.node, datacenter);
  if (media === "cdrom" || !file.includes(":")) return;
  let index = 0;
  while (guest.config[`unused${index}`] !== undefined) index += 1;
  guest.config[`unused${index}`] = file;
}

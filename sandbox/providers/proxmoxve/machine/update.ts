import { Refusal } from "../../framework/refusal.ts";
import { equal, isObject, objectAt, type Properties } from "../../framework/value.ts";
import type { Client, Form, Request } from "../client.ts";
import { diskKey, diskOptions, disksOf, driveOf, newDisk, otherDrives } from "./drives.ts";
import { Power } from "./power.ts";
import { settingsOf } from "./settings.ts";

export function pathOf(node: string, vmid: string): string {
  return `/nodes/${node}/qemu/${vmid}`;
}

/** These take effect while a machine runs; any other change waits for its next start. */
const immediate =
  /^(name|description|onboot|protection|hookscript|tags|startup|cpulimit|cpuunits|hotplug|net\d+|(ide|sata|scsi|virtio)\d+|ci(user|password|custom|type|upgrade)|sshkeys|nameserver|searchdomain|ipconfig\d+)$/;

/** Brings a machine that is there to what the program says. */
export class Changing {
  readonly #client: Client;
  readonly #inputs: Properties;
  readonly #signal: AbortSignal;
  #path: string;

  constructor(client: Client, path: string, inputs: Properties, signal: AbortSignal) {
    this.#client = client;
    this.#path = path;
    this.#inputs = inputs;
    this.#signal = signal;
  }

  async from(vmid: string, state: Properties): Promise<void> {
    const inputs = this.#inputs;
    if (inputs.poolId !== state.poolId) await this.#pool(vmid, String(state.poolId ?? ""));
    if (inputs.nodeName !== state.nodeName) await this.#migrate(vmid);
    await this.#moveDisks();
    const needsRestart = await this.apply(
      { ...settingsOf(inputs), ...this.#newDrives(state) },
      settingsOf(state),
    );
    await this.sizes();
    await this.#settle(needsRestart);
    if (
      !equal(inputs.initialization ?? null, state.initialization ?? null) &&
      isObject(inputs.initialization)
    )
      await this.#client.call({ method: "PUT", path: `${this.#path}/cloudinit`, signal: this.#signal });
  }

  /** Says what differs from what is there, and tells whether the machine has to be started anew for it. */
  async apply(wanted: Form, before: Form = {}): Promise<boolean> {
    const config = await this.#config();
    const disks = this.#diskChanges(config);
    const changed = Object.entries({ ...wanted, ...disks.form }).filter(
      ([key, value]) => before[key] !== value || disks.form[key] !== undefined,
    );
    const form = Object.fromEntries(changed.filter(([key, value]) => String(config[key]) !== String(value)));
    const gone = [
      ...Object.keys(before).filter((key) => wanted[key] === undefined && config[key] !== undefined),
      ...disks.gone,
    ];
    const keys = [...Object.keys(form), ...gone];
    if (keys.length === 0) return false;
    const request = { ...form, ...(gone.length > 0 && { delete: gone.join(",") }) };
    await this.#client.call({
      method: "PUT",
      path: `${this.#path}/config`,
      form: request,
      signal: this.#signal,
    });
    return keys.some((key) => !immediate.test(key));
  }

  /** Disks grow; that they do not shrink is known before anything is done. */
  async sizes(): Promise<void> {
    const config = await this.#config();
    for (const [key, disk] of disksOf(this.#inputs)) {
      const { bytes } = driveOf(config[key]);
      const wanted = Number(disk.size ?? 8) * 2 ** 30;
      if (wanted < bytes)
        throw new Refusal(
          `disk ${key} has ${bytes / 2 ** 30} GiB and cannot shrink to ${String(disk.size)}: make another, or leave its size`,
        );
      if (wanted > bytes)
        await this.#client.task({
          method: "PUT",
          path: `${this.#path}/resize`,
          form: { disk: key, size: `${String(disk.size)}G` },
          signal: this.#signal,
        });
    }
  }

  #config(): Promise<Properties> {
    return this.#client.object({ path: `${this.#path}/config`, signal: this.#signal });
  }

  #diskChanges(config: Properties): { form: Form; gone: string[] } {
    const form: Form = {};
    const wanted = disksOf(this.#inputs);
    for (const [key, disk] of wanted) {
      const { volume } = driveOf(config[key]);
      if (volume === "") form[key] = newDisk(disk);
      else if (!sameOptions(diskOptions(disk), config[key])) form[key] = `${volume},${diskOptions(disk)}`;
    }
    const isDisk = (key: string) => diskKey.test(key) && !/media=cdrom|cloudinit/.test(String(config[key]));
    const gone = isObject(this.#inputs.clone)
      ? []
      : Object.keys(config).filter((key) => isDisk(key) && !wanted.has(key));
    return { form, gone };
  }

  /** Firmware, TPM, CD and cloud-init drives that are to be there and are not, or are to be other ones. */
  #newDrives(state: Properties): Form {
    const [wanted, before] = [otherDrives(this.#inputs), otherDrives(state)];
    return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value));
  }

  async #moveDisks(): Promise<void> {
    const config = await this.#config();
    for (const [disk, { datastoreId }] of disksOf(this.#inputs)) {
      const [storage = ""] = driveOf(config[disk]).volume.split(":");
      if (storage === "" || storage === datastoreId) continue;
      const form = { disk, storage: String(datastoreId), delete: 1 };
      await this.#client.task({
        method: "POST",
        path: `${this.#path}/move_disk`,
        form,
        signal: this.#signal,
      });
    }
  }

  async #pool(vmid: string, before: string): Promise<void> {
    const poolId = String(this.#inputs.poolId ?? "");
    const change = (pool: string, form: Form): Request => ({
      method: "PUT",
      path: `/pools?poolid=${encodeURIComponent(pool)}`,
      form: { vms: vmid, ...form },
      signal: this.#signal,
    });
    if (before !== "") await this.#client.drop(change(before, { delete: 1 }));
    if (poolId !== "") await this.#client.call(change(poolId, {}));
  }

  async #migrate(vmid: string): Promise<void> {
    const target = String(this.#inputs.nodeName);
    const form = { target, online: 1, "with-local-disks": 1 };
    await this.#client.task({ method: "POST", path: `${this.#path}/migrate`, form, signal: this.#signal });
    this.#path = pathOf(target, vmid);
  }

  async #settle(needsRestart: boolean): Promise<void> {
    const inputs = this.#inputs;
    if (inputs.template === true) return;
    const power = new Power(this.#client, this.#path, this.#signal);
    const running = await power.isRunning();
    const hasAgent = objectAt(inputs, "agent").enabled === true;
    if (inputs.started === false) {
      if (running) await power.stop(inputs, hasAgent);
    } else if (!running) await power.start(Number(inputs.timeoutStartVm ?? 1800));
    else if (needsRestart && inputs.rebootAfterUpdate !== false) await power.restart(inputs, hasAgent);
  }
}

/** Whatever their order, and with what is not said as it is by itself. */
function sameOptions(text: string, live: Properties[string] | undefined): boolean {
  const standard: { [key: string]: string } = {
    aio: "io_uring",
    backup: "1",
    cache: "none",
    discard: "ignore",
    iothread: "0",
    replicate: "1",
    ssd: "0",
  };
  const { options } = driveOf(live);
  const wanted = driveOf(`x,${text}`).options;
  const keys = new Set([...Object.keys(options), ...Object.keys(wanted)]);
  keys.delete("import-from");
  keys.delete("format");
  return [...keys].every((key) => (options[key] ?? standard[key]) === (wanted[key] ?? standard[key]));
}

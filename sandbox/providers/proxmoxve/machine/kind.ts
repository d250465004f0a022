import { ApiRefusal } from "../../framework/http.ts";
import { Refusal } from "../../framework/refusal.ts";
import { checkTable, diffTable } from "../../framework/table.ts";
import { Unready } from "../../framework/unready.ts";
import { computed, isObject, objectAt, type Properties, type Value } from "../../framework/value.ts";
import type { DiffRequest, ResourceKind } from "../../framework/vendor.ts";
import type { Client, Form } from "../client.ts";
import { withoutBookkeeping } from "../kind.ts";
import { inputsNow } from "./drift.ts";
import { defaultBoot, disksOf, newDisk, otherDrives } from "./drives.ts";
import { type Live, toldMachine } from "./live.ts";
import { addressesOf, Power } from "./power.ts";
import { settingsOf } from "./settings.ts";
import { machine, replacingPaths } from "./table.ts";
import { Changing, pathOf } from "./update.ts";

const outputs = ["ipv4Addresses", "ipv6Addresses", "networkInterfaceNames", "macAddresses"];

/** A virtual machine: made, changed, read and removed as the official provider does. */
export function machineKind(client: Client): ResourceKind {
  const live = async (vmid: string, signal: AbortSignal): Promise<Live | undefined> => {
    const all = await client.list({ path: "/cluster/resources", form: { type: "vm" }, signal });
    const found = all.find((each) => String(each.vmid) === vmid);
    if (!found) return undefined;
    const node = String(found.node);
    const config = await client.find({ path: `${pathOf(node, vmid)}/config`, signal });
    return config && { node, config, running: found.status === "running", pool: String(found.pool ?? "") };
  };

  const stateOf = async (vmid: string, inputs: Properties, signal: AbortSignal): Promise<Properties> => {
    const now = await live(vmid, signal);
    if (!now) throw new Refusal(`the machine ${vmid} is gone just after it was made or changed`);
    const told = toldMachine(now, inputs);
    return {
      ...told,
      ...withoutBookkeeping(inputs),
      vmId: Number(vmid),
      ...(await networkOf(now, vmid, inputs, signal)),
    };
  };

  const networkOf = async (
    { node, config, running }: Live,
    vmid: string,
    inputs: Properties,
    signal: AbortSignal,
  ): Promise<Properties> => {
    const cards = Object.keys(config)
      .filter((key) => /^net\d+$/.test(key))
      .toSorted();
    const macAddresses = cards.map(
      (key) => /=(([0-9A-F]{2}:){5}[0-9A-F]{2})/i.exec(String(config[key]))?.[1] ?? "",
    );
    const agent = objectAt(inputs, "agent");
    const wait = objectAt(agent, "waitForIp");
    if (!running || agent.enabled !== true || wait.disabled === true)
      return { macAddresses, ipv4Addresses: [], ipv6Addresses: [], networkInterfaceNames: [] };
    const power = new Power(client, pathOf(node, vmid), signal);
    const told = await power.interfaces(durationOf(String(agent.timeout ?? "15m")), {
      ipv4: wait.ipv4 === true,
      ipv6: wait.ipv6 === true,
    });
    const interfaces = told ?? [];
    return {
      ipv4Addresses: interfaces.map((each) => addressesOf(each).filter((address) => !address.includes(":"))),
      ipv6Addresses: interfaces.map((each) => addressesOf(each).filter((address) => address.includes(":"))),
      networkInterfaceNames: interfaces.map(({ name }) => String(name)),
      macAddresses:
        interfaces.length > 0 ? interfaces.map((each) => String(each["hardware-address"])) : macAddresses,
    };
  };

  return {
    secrets: [["initialization", "userAccount", "password"]],
    check: (request) => checkTable(machine, request),
    diff: diffOf,
    preview: ({ inputs, state }) => ({
      ...Object.fromEntries([...outputs, "vmId"].map((each) => [each, state?.[each] ?? computed])),
      ...withoutBookkeeping(inputs),
    }),
    async create({ inputs, signal }) {
      const vmid = String(inputs.vmId ?? (await client.call({ path: "/cluster/nextid", signal })));
      const node = String(inputs.nodeName);
      const path = pathOf(node, vmid);
      await (isObject(inputs.clone)
        ? cloned(client, vmid, inputs, signal)
        : made(client, vmid, inputs, signal));
      try {
        const changing = new Changing(client, path, inputs, signal);
        if (isObject(inputs.clone))
          await changing.apply({ ...settingsOf(inputs), ...otherDrives(withoutClone(inputs)) });
        await changing.sizes();
        if (inputs.template === true) await client.task({ method: "POST", path: `${path}/template`, signal });
        else if (inputs.started !== false)
          await new Power(client, path, signal).start(Number(inputs.timeoutStartVm ?? 1800));
        return { id: vmid, state: await stateOf(vmid, inputs, signal) };
      } catch (error) {
        throw unready(error, vmid, inputs);
      }
    },
    async update({ id, inputs, state, signal }) {
      await new Changing(client, pathOf(String(state.nodeName), id), inputs, signal).from(id, state);
      return stateOf(id, inputs, signal);
    },
    async read({ id, state, inputs, signal }) {
      const [, vmid = id] = id.split("/");
      const now = await live(vmid, signal);
      if (!now) return undefined;
      const told = toldMachine(now, withoutBookkeeping(inputs));
      const network = await networkOf(
        now,
        vmid,
        { ...told, ...objectAt({ told: inputs }, "told"), agent: briefly(told.agent) },
        signal,
      );
      const vmId = Number(vmid);
      return {
        id: vmid,
        state: { ...withoutBookkeeping(state), ...told, vmId, ...network },
        inputs: inputsNow(inputs, told),
      };
    },
    async remove({ id, state, signal }) {
      const now = await live(id, signal);
      if (!now) return;
      const path = pathOf(now.node, id);
      const gently = objectAt(state, "agent").enabled === true && state.stopOnDestroy !== true;
      if (now.running) await new Power(client, path, signal).stop(state, gently);
      const [purge, unreferenced] = [
        state.purgeOnDestroy !== false,
        state.deleteUnreferencedDisksOnDestroy !== false,
      ];
      await client.drop({
        path: `${path}?destroy-unreferenced-disks=${Number(unreferenced)}&purge=${Number(purge)}`,
        signal,
      });
    },
  };
}

/** Nobody waits long for an agent while a whole stack is read. */
function briefly(agent: Value | undefined): Properties {
  return { ...(isObject(agent) ? agent : {}), timeout: "2s" };
}

function diffOf(request: DiffRequest) {
  const { changes, ...rest } = diffTable(machine, request);
  const migrates = request.inputs.migrate === true;
  return {
    ...rest,
    changes: changes.map((change) => {
      const path = change.path.join(".");
      const whole = change.path.length === 1 && change.kind !== "update" && /^(clone)$/.test(path);
      const replaces =
        whole || replacingPaths.some((pattern) => pattern.test(path)) || (path === "nodeName" && !migrates);
      // The number that it has already is no other machine.
      const isOwnId = path === "vmId" && String(request.inputs.vmId ?? request.id) === request.id;
      return replaces && !isOwnId ? { ...change, replaces: true } : change;
    }),
  };
}

async function made(client: Client, vmid: string, inputs: Properties, signal: AbortSignal): Promise<void> {
  const disks = [...disksOf(inputs)].map(([key, disk]) => [key, newDisk(disk)]);
  const settings = settingsOf(inputs);
  const form: Form = {
    vmid,
    ...settings,
    boot: settings.boot ?? defaultBoot(inputs),
    ...(inputs.poolId ? { pool: String(inputs.poolId) } : {}),
    ...otherDrives(inputs),
    ...Object.fromEntries(disks),
  };
  const path = `/nodes/${String(inputs.nodeName)}/qemu`;
  try {
    await client.task({ method: "POST", path, form, signal });
  } catch (error) {
    throw error instanceof ApiRefusal && /already exists/.test(error.message) ? taken(error, vmid) : error;
  }
}

function taken({ message, status }: ApiRefusal, vmid: string): ApiRefusal {
  const hint = `to take it over: pulumi import proxmoxve:index/vmLegacy:VmLegacy <name> <node>/${vmid}`;
  return new ApiRefusal(status, `${message}\n${hint}`);
}

async function cloned(client: Client, vmid: string, inputs: Properties, signal: AbortSignal): Promise<void> {
  const clone = objectAt(inputs, "clone");
  const node = String(inputs.nodeName);
  const source = clone.nodeName ? String(clone.nodeName) : node;
  const form: Form = {
    newid: vmid,
    full: clone.full === false ? 0 : 1,
    ...(source !== node && { target: node }),
    ...(clone.datastoreId ? { storage: String(clone.datastoreId) } : {}),
    ...(inputs.name !== undefined && { name: String(inputs.name) }),
    ...(inputs.description ? { description: String(inputs.description) } : {}),
    ...(inputs.poolId ? { pool: String(inputs.poolId) } : {}),
  };
  await client.task({ method: "POST", path: `${pathOf(source, String(clone.vmId))}/clone`, form, signal });
}

/** A clone has its drives already. */
function withoutClone({ efiDisk: _, tpmState: __, initialization: ___, ...inputs }: Properties): Properties {
  return inputs;
}

/** What goes wrong once a machine is there leaves it there: the state has to know of it. */
function unready(error: unknown, vmid: string, inputs: Properties): unknown {
  if (!(error instanceof Refusal)) return error;
  const state = { ...withoutBookkeeping(inputs), vmId: Number(vmid) };
  return new Unready(
    `the machine ${vmid} is made, and not as it has to be: ${error.message}`,
    { id: vmid, state },
    [],
  );
}

function durationOf(text: string): number {
  const units: { [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, number = "0", unit = "s"]) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}

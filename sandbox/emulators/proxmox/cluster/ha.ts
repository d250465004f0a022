import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError, type Section, sections } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";

const resourcesOf = (datacenter: Datacenter) => datacenter.collection<Section>("ha-resources");
const rulesOf = (datacenter: Datacenter) => datacenter.collection<Section>("ha-rules");

export function haResourceOf(vmid: number, datacenter: Datacenter): Section | undefined {
  return resourcesOf(datacenter).get(`vm:${vmid}`);
}

export function setHaState(vmid: number, state: string, datacenter: Datacenter): void {
  const resource = haResourceOf(vmid, datacenter);
  if (resource) resourcesOf(datacenter).put(`vm:${vmid}`, { ...resource, state });
}

export function haStateOf(vmid: number, datacenter: Datacenter) {
  const resource = haResourceOf(vmid, datacenter);
  return { managed: resource ? 1 : 0, ...(resource && { state: resource.state }) };
}

/** A guest that is gone is in no pool; from what the cluster does with it, it goes only where it is purged. */
export function forgetGuest(vmid: number, purge: boolean, datacenter: Datacenter): void {
  if (!purge) return;
  resourcesOf(datacenter).delete(`vm:${vmid}`);
  forgetInRules(`vm:${vmid}`, datacenter);
  const jobs = datacenter.collection<Section>("backup-jobs");
  for (const job of jobs.all()) {
    const left = listItems(String(job.vmid ?? "")).filter((each) => each !== String(vmid));
    if (job.vmid !== undefined && left.join(",") !== job.vmid)
      jobs.put(String(job.id), { ...job, vmid: left.join(",") });
  }
}

function forgetInRules(sid: string, datacenter: Datacenter): void {
  for (const rule of rulesOf(datacenter).all()) {
    const left = listItems(String(rule.resources)).filter((each) => each !== sid);
    if (left.length === 0) rulesOf(datacenter).delete(String(rule.rule));
    else rulesOf(datacenter).put(String(rule.rule), { ...rule, resources: left.join(",") });
  }
}

/** "100" is "vm:100". */
function sidOf(text: unknown): string {
  return /^\d+$/.test(String(text)) ? `vm:${text}` : String(text);
}

const resources = sections({
  path: "/cluster/ha/resources",
  key: "sid",
  collection: "ha-resources",
  missing: (sid) => `no such resource '${sid}'`,
  existing: (sid) => `resource ID '${sid}' already defined`,
  check(section, call, before) {
    const sid = String(section.sid);
    const vmid = /^vm:(\d+)$/.exec(sid)?.[1];
    if (vmid === undefined) throw new PveError(`unable to parse HA resource ID '${sid}'`, 400);
    if (!before && !call.datacenter.guests.has(vmid))
      throw new PveError(`cannot find service '${sid}' - VM '${vmid}' does not exist`);
    if (section.group !== undefined)
      throw new PveError("invalid parameter 'group': ha groups have been migrated to rules");
    const state = section.state === "enabled" ? "started" : String(section.state ?? "started");
    obey(Number(vmid), state, call);
    return { max_restart: 1, max_relocate: 1, failback: 1, ...section, type: "vm", state };
  },
  beforeRemoval(sid, { datacenter, parameters }) {
    const purge = parameters.purge !== 0;
    if (purge) forgetInRules(sid, datacenter);
  },
});

/** The cluster sees to it that a guest is as its resource says. */
function obey(vmid: number, state: string, { datacenter, caller }: Call): void {
  const guest = datacenter.guests.get(String(vmid));
  if (!guest || guest.lock !== undefined) return;
  const task = { node: guest.node, id: vmid, user: caller, data: { vmid } };
  if (state === "started" && guest.status === "stopped")
    datacenter.tasks.start({ ...task, type: "qmstart", effect: "started" });
  if ((state === "stopped" || state === "disabled") && guest.status === "running")
    datacenter.tasks.start({ ...task, type: "qmshutdown", effect: "stopped" });
}

const rules = sections({
  path: "/cluster/ha/rules",
  key: "rule",
  collection: "ha-rules",
  missing: (rule) => `no such ha rule '${rule}'`,
  existing: (rule) => `HA rule '${rule}' already exists`,
  check(section, { datacenter }) {
    for (const sid of listItems(String(section.resources)))
      if (!resourcesOf(datacenter).has(sidOf(sid))) throw new PveError(`HA resource '${sid}' does not exist`);
    if (section.type === "node-affinity" && section.nodes === undefined)
      throw new PveError("Parameter verification failed.", 400, {
        nodes: "property is missing and it is not optional",
      });
    if (section.type === "resource-affinity" && section.affinity === undefined)
      throw new PveError("Parameter verification failed.", 400, {
        affinity: "property is missing and it is not optional",
      });
    for (const node of listItems(String(section.nodes ?? ""))) datacenter.node(node.split(":")[0] ?? "");
    const order = rulesOf(datacenter).all().length + 1;
    return { order, ...section, resources: listItems(String(section.resources)).map(sidOf).join(",") };
  },
});

const migrated = () => {
  throw new PveError("ha groups have been migrated to rules");
};

/** Since version 9 there are rules in the place of groups, and a cluster that has them knows no groups. */
const groups: Handlers = {
  "GET /cluster/ha/groups": migrated,
  "POST /cluster/ha/groups": migrated,
  "GET /cluster/ha/groups/{group}": migrated,
  "PUT /cluster/ha/groups/{group}": migrated,
  "DELETE /cluster/ha/groups/{group}": migrated,
};

function withSid(handlers: Handlers): Handlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([key, handler]) => [
      key,
      (call: Call) => {
        const { sid } = call.parameters;
        return handler(
          sid === undefined ? call : { ...call, parameters: { ...call.parameters, sid: sidOf(sid) } },
        );
      },
    ]),
  );
}

function migrate({ datacenter, caller, parameters }: Call) {
  const sid = sidOf(parameters.sid);
  const vmid = Number(sid.split(":")[1]);
  if (!resourcesOf(datacenter).has(sid)) throw new PveError(`no such resource '${sid}'`);
  const guest = datacenter.guest(vmid);
  const target = String(parameters.node);
  datacenter.nodeThatAnswers(target);
  datacenter.guests.put(String(vmid), { ...guest, lock: "migrate" });
  const task = { node: guest.node, type: "hamigrate", id: vmid, user: caller };
  datacenter.tasks.start({ ...task, effect: "migrated", data: { vmid, target } });
  return { sid, "requested-node": target };
}

export const haHandlers: Handlers = {
  ...withSid({ ...resources, "POST /cluster/ha/resources/{sid}/migrate": migrate }),
  ...rules,
  ...groups,
  "GET /cluster/ha/rules": (call) => {
    const { type, resource } = call.parameters;
    const all = rules["GET /cluster/ha/rules"]?.(call) as Section[];
    return all
      .filter((rule) => rule.type === (type ?? rule.type))
      .filter(
        (rule) => resource === undefined || listItems(String(rule.resources)).includes(sidOf(resource)),
      );
  },
};

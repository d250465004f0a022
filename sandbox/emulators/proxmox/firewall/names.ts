import { isIPv4 } from "node:net";
import { type Call, digestOf, type Handlers, PveError, type Section } from "../api/index.ts";
import { partsOf } from "./place.ts";

type Named = Record<string, Section>;

interface IpSet {
  comment?: string;
  entries: Record<string, Section>;
}

export function aliasHandlers(path: string): Handlers {
  const kept = (call: Call) => partsOf<Named>("aliases", call, {});
  const found = (call: Call) => {
    const name = String(call.parameters.name).toLowerCase();
    const alias = kept(call).all[name];
    if (!alias) throw new PveError("Parameter verification failed.", 400, { name: "no such alias" });
    return { name, alias };
  };
  const shown = (alias: Section) => ({
    ...alias,
    ipversion: isIPv4(String(alias.cidr).split("/")[0] ?? "") ? 4 : 6,
    digest: digestOf(alias),
  });
  return {
    [`GET ${path}/aliases`]: (call) => Object.values(kept(call).all).map(shown),
    [`POST ${path}/aliases`]: (call) => {
      const { all, keep } = kept(call);
      const name = String(call.parameters.name);
      if (all[name.toLowerCase()])
        throw new PveError("Parameter verification failed.", 400, { name: `alias '${name}' already exists` });
      keep({ ...all, [name.toLowerCase()]: { name, cidr: String(call.parameters.cidr), ...comment(call) } });
      return null;
    },
    [`GET ${path}/aliases/{name}`]: (call) => shown(found(call).alias),
    [`PUT ${path}/aliases/{name}`]: (call) => {
      const { name, alias } = found(call);
      const { [name]: _, ...others } = kept(call).all;
      const rename = String(call.parameters.rename ?? alias.name);
      if (others[rename.toLowerCase()])
        throw new PveError("Parameter verification failed.", 400, {
          name: `alias '${rename}' already exists`,
        });
      kept(call).keep({
        ...others,
        [rename.toLowerCase()]: { name: rename, cidr: String(call.parameters.cidr), ...comment(call) },
      });
      return null;
    },
    [`DELETE ${path}/aliases/{name}`]: (call) => {
      const { [found(call).name]: _, ...others } = kept(call).all;
      kept(call).keep(others);
      return null;
    },
  };
}

export function ipsetHandlers(path: string): Handlers {
  const kept = (call: Call) => partsOf<Record<string, IpSet>>("ipsets", call, {});
  const found = (call: Call): IpSet => {
    const set = kept(call).all[String(call.parameters.name)];
    if (!set) throw new PveError(`no such IPSet '${call.parameters.name}'`);
    return set;
  };
  const entry = (call: Call): Section => {
    const item = found(call).entries[String(call.parameters.cidr)];
    if (!item) throw new PveError("Parameter verification failed.", 400, { cidr: "no such IP/Network" });
    return item;
  };
  const put = (call: Call, entries: IpSet["entries"]) => {
    const name = String(call.parameters.name);
    kept(call).keep({ ...kept(call).all, [name]: { ...found(call), entries } });
    return null;
  };
  return {
    [`GET ${path}/ipset`]: (call) =>
      Object.entries(kept(call).all).map(([name, { comment }]) => ({
        name,
        ...(comment !== undefined && { comment }),
        digest: digestOf(name),
      })),
    [`POST ${path}/ipset`]: (call) => {
      const { all, keep } = kept(call);
      const name = String(call.parameters.name);
      const { rename } = call.parameters;
      if (rename !== undefined) {
        const { [String(rename)]: old, ...others } = all;
        if (!old)
          throw new PveError("Parameter verification failed.", 400, {
            name: `IPSet '${rename}' does not exist`,
          });
        keep({ ...others, [name]: { ...old, ...comment(call) } });
        return null;
      }
      if (all[name])
        throw new PveError("Parameter verification failed.", 400, { name: `IPSet '${name}' already exists` });
      keep({ ...all, [name]: { entries: {}, ...comment(call) } });
      return null;
    },
    [`GET ${path}/ipset/{name}`]: (call) =>
      Object.values(found(call).entries).map((item) => ({ ...item, digest: digestOf(item) })),
    [`POST ${path}/ipset/{name}`]: (call) => {
      const { entries } = found(call);
      const cidr = String(call.parameters.cidr);
      if (entries[cidr])
        throw new PveError("Parameter verification failed.", 400, {
          cidr: `address '${cidr}' already exists`,
        });
      const { nomatch } = call.parameters;
      return put(call, { ...entries, [cidr]: { cidr, ...comment(call), ...(nomatch && { nomatch }) } });
    },
    [`DELETE ${path}/ipset/{name}`]: (call) => {
      const { entries } = found(call);
      if (Object.keys(entries).length > 0 && !call.parameters.force)
        throw new PveError(`IPSet '${call.parameters.name}' is not empty`);
      const { [String(call.parameters.name)]: _, ...others } = kept(call).all;
      kept(call).keep(others);
      return null;
    },
    [`GET ${path}/ipset/{name}/{cidr}`]: entry,
    [`PUT ${path}/ipset/{name}/{cidr}`]: (call) => {
      const item = entry(call);
      const { nomatch } = call.parameters;
      return put(call, {
        ...found(call).entries,
        [String(item.cidr)]: { ...item, ...comment(call), ...(nomatch !== undefined && { nomatch }) },
      });
    },
    [`DELETE ${path}/ipset/{name}/{cidr}`]: (call) => {
      const { [String(entry(call).cidr)]: _, ...others } = found(call).entries;
      return put(call, others);
    },
  };
}

const groups = ({ datacenter }: Call) => datacenter.collection<Section>("firewall-groups");

export const groupHandlers: Handlers = {
  "GET /cluster/firewall/groups": (call) =>
    groups(call)
      .all()
      .map((group) => ({ ...group, digest: digestOf(group) })),
  "POST /cluster/firewall/groups": (call) => {
    const { parameters, datacenter } = call;
    const [group, rename] = [String(parameters.group), parameters.rename];
    if (rename !== undefined) {
      const old = groups(call).get(String(rename));
      if (!old)
        throw new PveError("Parameter verification failed.", 400, {
          group: `no such security group '${rename}'`,
        });
      const rules = datacenter.collection<Section[]>("firewall-rules");
      rules.put(`group/${group}`, rules.get(`group/${rename}`) ?? []);
      if (group !== rename) {
        rules.delete(`group/${rename}`);
        groups(call).delete(String(rename));
      }
      groups(call).put(group, { group, ...comment(call) });
      return null;
    }
    if (groups(call).has(group))
      throw new PveError("Parameter verification failed.", 400, {
        group: `security group '${group}' already exists`,
      });
    groups(call).put(group, { group, ...comment(call) });
    return null;
  },
  "DELETE /cluster/firewall/groups/{group}": (call) => {
    const group = String(call.parameters.group);
    if (!groups(call).has(group)) throw new PveError(`no such security group '${group}'`);
    const rules = call.datacenter.collection<Section[]>("firewall-rules");
    if ((rules.get(`group/${group}`) ?? []).length > 0)
      throw new PveError(`Security group '${group}' is not empty`);
    rules.delete(`group/${group}`);
    groups(call).delete(group);
    return null;
  },
};

function comment({ parameters }: Call) {
  return parameters.comment === undefined || parameters.comment === ""
    ? {}
    : { comment: String(parameters.comment) };
}

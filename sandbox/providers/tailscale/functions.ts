import { createHash } from "node:crypto";
import { isIPv4 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../framework/refusal.ts";
import { type Fields, integer, list, matching, object, required, set, string } from "../framework/shape.ts";
import { suggestion } from "../framework/suggestion.ts";
import { canonical } from "../framework/table.ts";
import { type Failure, validate } from "../framework/validate.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import type { Functions, VendorFunction } from "../framework/vendor.ts";
import type { TailscaleApi } from "./api.ts";
import { parseHuJson } from "./hujson.ts";
import { objects, words } from "./lists.ts";

/** A question: what may be asked, and the calls behind the answer. */
interface Question {
  fields: Fields;
  rules?: (args: Properties) => Failure[];
  answer(api: TailscaleApi, args: Properties, signal: AbortSignal): Promise<Properties>;
}

const pollMs = 1000;

const questions: Readonly<Record<string, Question>> = {
  getDevice: {
    fields: {
      hostname: string,
      name: string,
      waitFor: matching(/^\d+(\.\d+)?[smh]$/, "a duration such as 60s or 2m"),
    },
    rules: (args) => exactlyOne(args, "name", "hostname"),
    async answer(api, args, signal) {
      const [field, value] = args.name === undefined ? ["hostname", args.hostname] : ["name", args.name];
      const query = new URLSearchParams({ [String(field)]: String(value) });
      const until = Date.now() + millisecondsOf(stringAt(args, "waitFor"));
      for (;;) {
        const [device] = objects((await api.get(api.tailnet(`devices?${query}`), signal)).devices);
        if (device) return { ...args, ...deviceOf(device) };
        if (Date.now() + pollMs > until)
          throw new Refusal(`the tailnet has no device with the ${field} ${JSON.stringify(value)}`);
        await sleep(pollMs, undefined, { signal });
      }
    },
  },
  getDevices: {
    fields: {
      filters: list(object("filter", { name: required(string), values: required(set(string)) })),
      namePrefix: string,
    },
    async answer(api, args, signal) {
      const pairs = objects(args.filters).flatMap(({ name, values }) =>
        words(values).map((value): [string, string] => [String(name), value]),
      );
      const query = new URLSearchParams(pairs);
      const all = objects((await api.get(api.tailnet(`devices?${query}`), signal)).devices);
      const prefix = stringAt(args, "namePrefix") ?? "";
      const devices = all.filter(({ name }) => String(name).startsWith(prefix)).map(deviceOf);
      return { ...args, id: idOf("devices", args), devices };
    },
  },
  getUser: {
    fields: { id: string, loginName: string },
    rules: (args) => exactlyOne(args, "id", "loginName"),
    async answer(api, args, signal) {
      const all = objects((await api.get(api.tailnet("users"), signal)).users);
      const [field, value] = args.id === undefined ? ["loginName", args.loginName] : ["id", args.id];
      const found = all.find((user) => user[String(field)] === value);
      if (!found) throw new Refusal(`the tailnet has no user with the ${field} ${JSON.stringify(value)}`);
      return found;
    },
  },
  getUsers: {
    fields: { role: string, type: string },
    async answer(api, args, signal) {
      const asked = Object.entries(args).map(([key, value]): [string, string] => [key, String(value)]);
      const { users } = await api.get(api.tailnet(`users?${new URLSearchParams(asked)}`), signal);
      return { ...args, id: idOf("users", args), users: users ?? [] };
    },
  },
  getService: {
    fields: { name: required(string) },
    async answer(api, { name }, signal) {
      const path = api.tailnet(`vip-services/${encodeURIComponent(String(name))}`);
      const found = await api.find(path, signal);
      if (!found) throw new Refusal(`the tailnet has no service ${JSON.stringify(name)}`);
      const { addrs, comment, ports, tags } = found;
      return {
        id: name ?? "",
        name: name ?? "",
        comment: comment ?? "",
        addrs: words(addrs),
        ports: words(ports),
        tags: words(tags),
      };
    },
  },
  getAcl: {
    fields: {},
    async answer(api, _, signal) {
      const headers = { accept: "application/hujson" };
      const { text } = await api.ask({ path: api.tailnet("acl"), headers, signal });
      return { id: "acl", hujson: text, json: JSON.stringify(parseHuJson(text).value) };
    },
  },
  get4Via6: {
    fields: {
      cidr: required(matching(/^\d+\.\d+\.\d+\.\d+\/\d+$/, "an IPv4 network in CIDR notation")),
      site: required(integer),
    },
    async answer(_, { cidr, site }) {
      const ipv6 = mapped(String(cidr), Number(site));
      return { id: ipv6, cidr: cidr ?? "", site: site ?? 0, ipv6 };
    },
  },
};

/** What a program can ask of a tailnet. */
export function functions(api: TailscaleApi): Functions {
  return (token): VendorFunction => {
    const name = token.split(":").at(-1) ?? "";
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
    if (!question)
      throw new Refusal(
        `the stand-in for tailscale has no function ${token}; ${suggestion(name, Object.keys(questions))}`,
      );
    const { fields, rules, answer } = question;
    return {
      check: (args) => [
        ...validate(args, { is: "object", name, fields: () => fields }),
        ...(rules?.(args) ?? []),
      ],
      call: ({ args, signal }) => answer(api, args, signal),
    };
  };
}

function exactlyOne(args: Properties, a: string, b: string): Failure[] {
  return (args[a] === undefined) === (args[b] === undefined)
    ? [{ path: [], reason: `has to have exactly one of ${a} and ${b}` }]
    : [];
}

/** What an answer has that the vendor's API leaves out is empty. */
function deviceOf(device: Properties): Properties {
  const { isEphemeral, connectedToControl, ...told } = device;
  return { ...told, lastSeen: device.lastSeen ?? "", tags: words(device.tags), id: device.id ?? "" };
}

/** The same question has the same id, or every preview would show a change. */
function idOf(noun: string, args: Properties): string {
  return createHash("sha256")
    .update(`${noun} ${canonical(args)}`)
    .digest("hex")
    .slice(0, 16);
}

function millisecondsOf(duration: string | undefined): number {
  const unit = { s: 1000, m: 60_000, h: 3_600_000 }[duration?.at(-1) ?? "s"] ?? 0;
  return Number(duration?.slice(0, -1) ?? 0) * unit;
}

/** An IPv4 network of one of many sites, as the IPv6 network that is the tailnet's alone. */
function mapped(cidr: string, site: number): string {
  const [address = "", length] = cidr.split("/");
  if (!isIPv4(address) || Number(length) > 32 || site < 0 || site > 65_535)
    throw new Refusal(`${cidr} at site ${site} cannot be mapped: the site is a number up to 65535`);
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return `fd7a:115c:a1e0:b1a:0:${site.toString(16)}:${groups.join(":")}/${96 + Number(length)}`;
}

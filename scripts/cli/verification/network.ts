import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { rootCertificates } from "node:tls";
import { type Inventory, virtualAddressFor } from "../../../components/inventory/index.ts";
import {
  type NameAnswer,
  type NameAsked,
  outOfReach,
  type Page,
  type PageCheck,
  standingOf,
} from "../../../components/verification/index.ts";
import { agentFor, exchange } from "../../../sandbox/providers/framework/http.ts";
import { NotSeen } from "./answer.ts";
import { inTime } from "./place.ts";

/** How many names a server is asked for at once. */
const AT_ONCE = 20;
const TRY = { timeout: 2_000, tries: 2 };

/** The networks of a lab, seen from where this machine stands. */
export class Network {
  readonly #inventory: Inventory;
  readonly #house: Resolver | undefined;
  readonly #world: Resolver;
  /** Whose certificates are believed: everybody's, and the house's. */
  readonly #ca: string[];

  constructor(inventory: Inventory, root: string | undefined) {
    this.#inventory = inventory;
    this.#ca = [...rootCertificates, ...(root ? [root] : [])];
    const near = nameServers(inventory).filter((address) => !this.#away(address));
    this.#house = near.length > 0 ? resolverAt(near) : undefined;
    this.#world = inventory.dns ? resolverAt(inventory.dns.forwarders) : new Resolver(TRY);
  }

  async page({ url, names }: Pick<PageCheck, "url" | "names">): Promise<Page> {
    const { origin, hostname, pathname } = new URL(url);
    const address = isIP(hostname) ? hostname : await this.#addressOf(hostname, names);
    this.#mustReach(address);
    const agent = agentFor(origin, {
      keepAlive: false,
      ca: this.#ca,
      lookup: (_host, { all }, done) =>
        all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address)),
    });
    try {
      const answer = await exchange({ url: origin, agent }, { path: pathname, signal: inTime() });
      return { status: answer.status, text: "", location: answer.headers.location ?? "" };
    } finally {
      agent.destroy();
    }
  }

  async names(addresses: string[], asks: NameAsked[]): Promise<NameAnswer[]> {
    const near = addresses.find((address) => !this.#away(hostOf(address)));
    if (!near)
      throw new NotSeen(
        this.#away(hostOf(addresses[0] ?? "")) ?? "it has no address",
        "run this where it can be reached",
      );
    const resolver = resolverAt([near]);
    const answers: NameAnswer[] = [];
    for (let at = 0; at < asks.length; at += AT_ONCE)
      answers.push(...(await Promise.all(asks.slice(at, at + AT_ONCE).map((each) => ask(resolver, each)))));
    return answers;
  }

  async #addressOf(hostname: string, names: PageCheck["names"]): Promise<string> {
    const { tailnet } = this.#inventory;
    const inTailnet = hostname.endsWith(`.${tailnet.domain}`);
    if (inTailnet && !this.#standing().tailnet)
      throw new NotSeen("this machine is not in the tailnet", "run this on one that is");
    const resolver = inTailnet ? new Resolver(TRY) : names === "house" ? this.#house : this.#world;
    if (!resolver)
      throw new NotSeen("no name server of the house can be reached from here", "run this in the house");
    const found = await ask(resolver, { name: hostname, type: "A", values: [] });
    if ("error" in found) throw new Error(`${hostname} has no address: ${found.error}`);
    const [first = ""] = found.values;
    return found.values.find((address) => !this.#away(address)) ?? first;
  }

  #mustReach(address: string): void {
    const away = this.#away(address);
    if (away) throw new NotSeen(away, "run this where it can be reached");
  }

  #away(address: string): string | undefined {
    return outOfReach(address, this.#standing(), this.#inventory);
  }

  #standing() {
    const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    return standingOf(
      own.filter(({ family }) => family === "IPv4").map(({ address }) => address),
      this.#inventory,
    );
  }
}

/** Every address at which one of them may answer. */
function nameServers({ dns, machines, ...inventory }: Inventory): string[] {
  if (!dns) return [];
  const servers = [dns.primary, dns.secondary].map((name) => machines[name]);
  return [
    virtualAddressFor("dns", inventory),
    ...servers.map((each) => each?.lan),
    ...servers.map((each) => each?.tailnet),
  ].filter((each) => typeof each === "string");
}

function resolverAt(servers: string[]): Resolver {
  const resolver = new Resolver(TRY);
  resolver.setServers(servers);
  return resolver;
}

/** Without the port that it may be followed by. */
function hostOf(address: string): string {
  return address.split(":")[0] ?? address;
}

async function ask(resolver: Resolver, { name, type }: NameAsked): Promise<NameAnswer> {
  try {
    if (type === "A") return { values: await resolver.resolve4(name) };
    if (type === "CNAME") return { values: await resolver.resolveCname(name) };
    return { values: await resolver.resolvePtr(name) };
  } catch (error) {
    return { error: wordsFor((error as NodeJS.ErrnoException).code ?? "") };
  }
}

function wordsFor(code: string): string {
  const words: Record<string, string> = {
    ENOTFOUND: "there is no such name",
    ENODATA: "the name has no such record",
    ETIMEOUT: "no answer came in time",
    ECONNREFUSED: "nobody listens there",
    ESERVFAIL: "the server failed (SERVFAIL)",
    EREFUSED: "the server refuses to answer us",
  };
  return words[code] ?? code;
}

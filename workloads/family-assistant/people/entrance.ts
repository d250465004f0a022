import { BlockList, isIPv6 } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import type { Household, Person } from "./household.ts";
import type { Seal } from "./seal.ts";

/** Who asks: by `context.get("person")`. */
export interface Somebody {
  Variables: { person: Person };
}

export interface EntranceOptions {
  household: Household;
  seal: Seal;
  /** Networks of proxies that say who somebody is. */
  proxies: readonly string[];
  /** Browsers send cookies over TLS only, where the house is reached by it. */
  isSecure: boolean;
}

/** What Authentik's forward-auth tells a program of who has signed in. */
const SAID_BY_PROXY = "x-authentik-username";
const COOKIE = "family";
const DAYS = 180;
const DAY_MS = 86_400_000;

export class Entrance {
  readonly #options: EntranceOptions;
  readonly #proxies = new BlockList();

  constructor(options: EntranceOptions) {
    this.#options = options;
    for (const network of options.proxies) addNetwork(this.#proxies, network);
  }

  /** Lets in whom a proxy of ours vouches for, or who has come by a personal link; nobody else. */
  readonly needed: MiddlewareHandler<Somebody> = async (context, next) => {
    context.set("person", this.#vouchedFor(context) ?? this.#remembered(context) ?? stranger());
    await next();
  };

  /** By a personal link, once: from then on the browser is known. */
  enter(context: Context, token: string): void {
    const { seal, isSecure } = this.#options;
    const person = seal.person("link", token);
    if (!person)
      throw new HTTPException(403, {
        message: "This link does not work (any more). Ask whoever looks after the house for a new one.",
      });
    const until = Date.now() + DAYS * DAY_MS;
    setCookie(context, COOKIE, seal.token("session", person, until), {
      httpOnly: true,
      // A link comes in a message, from another site: strict ones would not be sent on.
      sameSite: "Lax",
      secure: isSecure,
      path: "/",
      maxAge: DAYS * (DAY_MS / 1000),
    });
  }

  leave(context: Context): void {
    deleteCookie(context, COOKIE, { path: "/", secure: this.#options.isSecure });
  }

  #vouchedFor(context: Context): Person | undefined {
    const name = context.req.header(SAID_BY_PROXY);
    if (name === undefined || this.#options.proxies.length === 0) return undefined;
    const { address = "" } = getConnInfo(context).remote;
    // From elsewhere it is a header that anybody may write.
    if (!isIn(this.#proxies, address)) return undefined;
    const person = this.#options.household.people.find((each) => each.name === name.toLowerCase());
    if (person) return person;
    throw new HTTPException(403, {
      message: "You have signed in, but this house does not know you. Whoever looks after it can add you.",
    });
  }

  #remembered(context: Context): Person | undefined {
    const token = getCookie(context, COOKIE);
    return token === undefined ? undefined : this.#options.seal.person("session", token);
  }
}

function stranger(): never {
  throw new HTTPException(401, {
    message: "I do not know who you are. Open the personal link that you were given.",
  });
}

export function addNetwork(list: BlockList, network: string): void {
  const [address = "", prefix] = network.split("/");
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  list.addSubnet(address, prefix === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefix), family);
}

/** An address of IPv4 comes as one of IPv6 to who listens to both. */
function isIn(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  return plain !== "" && list.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { makeLog } from "../../kit/index.ts";
import type { Serving } from "../../kit/web/index.ts";
import type { Postgres } from "../../router/database/testing/postgres.ts";
import { start } from "../family.ts";
import { householdOf, Seal } from "../people/index.ts";
import { readSettings } from "../settings.ts";
import { QDRANT_KEY, QdrantLike } from "./qdrant-like.ts";
import { ROUTER_KEY, RouterLike } from "./router-like.ts";

export const SECRET = "a-secret-for-tests-that-is-long-enough";

export const HOUSEHOLD = {
  timeZone: "Europe/Berlin",
  people: [
    { name: "ada", called: "Ada", quiet: { from: "22:00", to: "07:00" } },
    { name: "opa", called: "Opa Karl" },
    { name: "eve", called: "Eve" },
  ],
};

/** A database whose user sees only what it is let to see, as every service's has. */
export async function ownDatabase(postgres: Postgres): Promise<string> {
  const url = new URL(await postgres.database());
  const client = new pg.Client(url.href);
  await client.connect();
  const name = url.pathname.slice(1);
  await client.query(`CREATE ROLE ${name} LOGIN`);
  await client.query(`ALTER DATABASE ${name} OWNER TO ${name}`);
  await client.end();
  url.username = name;
  return url.href;
}

interface Readiness {
  status: string;
  reason?: string;
}

/** The whole program, on a real PostgreSQL, with a router and a Qdrant of a test's own. */
export class Home {
  readonly router: RouterLike;
  readonly qdrant: QdrantLike;
  readonly database: string;
  now = new Date("2026-11-22T09:00:00Z");
  url = "";
  #serving: Serving[] = [];
  readonly #settings: Record<string, string>;

  static async open(postgres: Postgres, more: Record<string, string> = {}): Promise<Home> {
    const [router, qdrant] = await Promise.all([RouterLike.start(), QdrantLike.start()]);
    const home = new Home(router, qdrant, await ownDatabase(postgres), more);
    await home.start();
    onTestFinished(async () => {
      await home.stop();
      await Promise.all([router.peer.leave(), qdrant.peer.leave()]);
    });
    return home;
  }

  private constructor(
    router: RouterLike,
    qdrant: QdrantLike,
    database: string,
    more: Record<string, string>,
  ) {
    this.router = router;
    this.qdrant = qdrant;
    this.database = database;
    const folder = mkdtempSync(join(tmpdir(), "family-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "household.json");
    writeFileSync(file, JSON.stringify(HOUSEHOLD));
    this.#settings = {
      PORT: "0",
      DRAIN_SECONDS: "1",
      FAMILY_HOUSEHOLD_FILE: file,
      FAMILY_SECRET: SECRET,
      DATABASE_URL: database,
      FAMILY_ROUTER_URL: router.peer.url,
      FAMILY_ROUTER_KEY: ROUTER_KEY,
      FAMILY_HEARING_MODEL: "hears",
      FAMILY_SPEECH_MODEL: "speaks",
      QDRANT_URL: qdrant.peer.url,
      QDRANT_API_KEY: QDRANT_KEY,
      ...more,
    };
  }

  /** Once more, where one runs already. */
  async start(): Promise<void> {
    const { read } = readSettings(this.#settings);
    const pace = { now: () => this.now, every: 50 };
    const serving = await start(read, makeLog("silent"), new Registry(), pace);
    this.#serving.push(serving);
    this.url = serving.url;
    await until(async () => {
      const { status, reason = "" } = (await (await fetch(`${this.url}/readyz`)).json()) as Readiness;
      if (reason.includes("give")) throw new Error(reason);
      return status === "ok";
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#serving.splice(0).map((each) => each.close()));
  }

  /** Somebody in front of a browser, come by their link. */
  async visitor(name: string): Promise<Visitor> {
    const visitor = new Visitor(this);
    await visitor.enter(linkFor(name));
    return visitor;
  }
}

export function linkFor(name: string, secret = SECRET): string {
  const household = householdOf(JSON.stringify(HOUSEHOLD), "household.json");
  const person = household.people.find((each) => each.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return `/enter/${new Seal(secret, household).token("link", person)}`;
}

/** A browser without a screen: it keeps its cookie, and says from which page it presses. */
export class Visitor {
  readonly #home: Home;
  cookie = "";

  constructor(home: Home) {
    this.#home = home;
  }

  async enter(link: string): Promise<Response> {
    const answer = await this.get(link);
    this.cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    return answer;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#home.url + path, { redirect: "manual", headers: this.#headers(headers) });
  }

  async page(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  post(path: string, form: Record<string, string | File> = {}, headers: Record<string, string> = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) body.set(name, value);
    return fetch(this.#home.url + path, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { ...this.#headers({}), origin: this.#home.url, ...headers },
    });
  }

  /** Says something, and waits until all that was said is answered, or cannot be. */
  async say(words: string, more: Record<string, File> = {}): Promise<string> {
    const sent = await this.post("/say", { words, ...more });
    if (sent.status !== 303) return sent.text();
    return until(async () => {
      const page = await this.page("/now");
      return page.includes("data-waiting") ? undefined : page;
    });
  }

  #headers(more: Record<string, string>) {
    return { accept: "text/html", ...(this.cookie && { cookie: this.cookie }), ...more };
  }
}

/** Asks again until there is something. */
export async function until<T>(ask: () => Promise<T | undefined | false>, seconds = 15): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error("it has not come about");
    await sleep(40);
  }
}

/** Of something on a page, by the address of its buttons. */
export function idOf(page: string, of: string): string {
  return new RegExp(`${of}/([\\w-]+)/`).exec(page)?.[1] ?? "none";
}

export function paper(text: string | Uint8Array<ArrayBuffer>, name = "paper.txt"): File {
  return new File([text], name, { type: "text/plain" });
}

/** What a form of a reminder holds. */
export const FORM = { what: "Water the plants", first: "2026-11-22T10:30", every: "day" };

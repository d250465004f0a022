import type { Environment } from "../../../kit/index.ts";
import { makeLog } from "../../../kit/index.ts";
import { openWithin } from "../../database/index.ts";
import { checked } from "../../http/check.ts";
import { Fault, type FaultDetails } from "../../http/index.ts";
import { Routes } from "../../http/routes.ts";
import { KeyStore } from "../../keys/index.ts";
import { readSettings, type Settings } from "../../settings.ts";
import { keyRoutes } from "../key-routes.ts";

/** Where keys are asked for: a router that runs, or the database. */
export interface Desk {
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const patience = 15_000;

/** The router that was named, else the one on this machine, else the database. */
export async function findDesk(environment: Environment): Promise<Desk> {
  const settings = readSettings(environment);
  const named = environment.ROUTER_URL;
  if (named) return routerDesk(named, settings);
  const here = `http://127.0.0.1:${settings.port}`;
  return (await answers(here)) ? routerDesk(here, settings) : databaseDesk(settings);
}

async function answers(url: string): Promise<boolean> {
  const request = fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
  return request.then(
    () => true,
    () => false,
  );
}

function routerDesk(url: string, { adminKey }: Settings): Desk {
  return {
    async ask(method, path, body) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          "content-type": "application/json",
          ...(adminKey !== undefined && { authorization: `Bearer ${adminKey}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patience),
      }).catch((error) => {
        throw refusal(`The router at ${url} does not answer (${error.cause?.message ?? error.message}).`);
      });
      const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
      if (response.ok) return answer;
      const hint =
        response.status === 401 || response.status === 403 ? " Is ROUTER_ADMIN_KEY the router's own?" : "";
      throw refusal(`${answer.error?.message ?? `The router answered ${response.status}.`}${hint}`);
    },
    async close() {},
  };
}

/** The same routes without a server in between, so that both check and do the same. */
async function databaseDesk({ databaseUrl, dataDir }: Settings): Promise<Desk> {
  const settings = { url: databaseUrl, folder: dataDir, log: makeLog("silent") };
  const database = await openWithin(settings, patience);
  if (!database) {
    throw refusal(
      "No router answers, and neither does the database. Start one of them, or mend DATABASE_URL.",
    );
  }
  const keyring = { refresh: async () => {} };
  const routes = new Routes(keyRoutes({ store: new KeyStore(database), keyring }));
  return {
    async ask(method, path, body) {
      const match = routes.find(path);
      const route = match?.methods.get(method);
      if (!route) throw new Error(`there is no route ${method} ${path}`);
      const call = { params: match?.params ?? {}, body: route.body && checked(route.body, body) };
      return route.handle(call as Parameters<typeof route.handle>[0]);
    },
    close: () => database.close(),
  };
}

function refusal(message: string): Fault {
  const details: FaultDetails = { status: 503, kind: "upstream", message };
  return new Fault(details);
}

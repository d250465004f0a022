import type { Vendor } from "../../../components/inventory/index.ts";
import { agentFor, type Origin } from "../../../sandbox/providers/framework/http.ts";
import { persist } from "../../../sandbox/providers/framework/retry.ts";
import type { Settings } from "../../../stacks/settings.ts";
import { documentIn } from "./answer.ts";
import { inTime, once, type Place } from "./place.ts";

type Access = Settings["access"][string];
type Environment = Record<string, string | undefined>;

/** The API of a vendor, as whoever the config says. */
export function vendorPlace(vendor: Vendor, access: Access, environment: Environment): Place {
  return { cloudflare, tailscale, proxmox }[vendor](access, environment);
}

/** Answers what an origin has at a path, once. `answers` is the cheapest thing that it can be asked. */
function place(origin: Origin, answers: string, ask: (path: string) => Promise<unknown>): Place {
  const document = once(ask);
  return {
    answer: async () => void (await document(answers)),
    document,
    close: () => origin.agent.destroy(),
  };
}

async function get(name: Vendor, origin: Origin, path: string): Promise<unknown> {
  return documentIn(await persist(origin, { path, signal: inTime() }), path, name);
}

function tailscale({ token, url = "https://api.tailscale.com" }: Access): Place {
  const authorization = `Basic ${Buffer.from(`${token}:`).toString("base64")}`;
  const origin = { url, agent: agentFor(url), headers: { authorization } };
  return place(origin, "/api/v2/tailnet/-/devices?fields=all", (path) => get("tailscale", origin, path));
}

/** What it says is in an envelope. Its own certificate is believed where the provider is told so, too. */
function proxmox({ token, url = "" }: Access, { PROXMOX_VE_INSECURE: insecure = "" }: Environment): Place {
  const agent = agentFor(url, { rejectUnauthorized: !["true", "1"].includes(insecure) });
  const origin = { url: url.replace(/\/$/, ""), agent, headers: { authorization: `PVEAPIToken=${token}` } };
  return place(origin, "/cluster/resources", async (path) => {
    const { data } = (await get("proxmox", origin, `/api2/json${path}`)) as { data?: unknown };
    return data;
  });
}

interface Envelope {
  result?: unknown;
  result_info?: { page?: number; total_pages?: number };
}

const A_PAGE = 100;

/** Its account, and a zone by its name, stand in a path as `@`: their ids are the vendor's own. */
function cloudflare({ token, account, url = "https://api.cloudflare.com/client/v4" }: Access): Place {
  const origin = { url, agent: agentFor(url), headers: { authorization: `Bearer ${token}` } };
  const ask = async (path: string) => (await get("cloudflare", origin, path)) as Envelope;
  const zone = once(async (name) => {
    const { result } = await ask(`/zones?name=${encodeURIComponent(name)}`);
    const [found] = Array.isArray(result) ? result : [];
    if (!found?.id) throw new Error(`cloudflare knows no zone ${name}, or the token may not see it`);
    return String(found.id);
  });
  return place(origin, "/accounts/@/cfd_tunnel?is_deleted=false", async (path) => {
    const name = /^\/zones\/@([^/]+)/.exec(path)?.[1];
    const whole = name ? path.replace(`@${name}`, await zone(name)) : path.replace("/@/", `/${account}/`);
    const all: unknown[] = [];
    for (let number = 1; ; number += 1) {
      const { result, result_info } = await ask(
        `${whole}${whole.includes("?") ? "&" : "?"}page=${number}&per_page=${A_PAGE}`,
      );
      if (!Array.isArray(result)) return result;
      all.push(...result);
      if (number >= (result_info?.total_pages ?? 1)) return all;
    }
  });
}

import { type Entry, planEdge } from "../edge/index.ts";
import type { Lab } from "../lab/index.ts";
import { type Check, type DocumentsCheck, failed, idOf, ok } from "./check.ts";

interface Tunnel {
  id?: string;
  name?: string;
  status?: string;
}

const PLACE = "cloudflare";
/** The account is the config's own, and a zone is known by its name: whoever asks puts their ids in. */
const TUNNELS = "/accounts/@/cfd_tunnel?is_deleted=false";
const APPLICATIONS = "/accounts/@/access/apps";
const recordsOf = (zone: string) => `/zones/@${zone}/dns_records?type=CNAME`;

/** What the world sees of a lab: tunnels that somebody holds, names that lead to them, and who stands at each door. */
export function edgeChecks(lab: Lab, lifecycles: string[]): Check[] {
  const { tunnels } = planEdge(lab, lifecycles);
  if (tunnels.length === 0) return [];
  return [
    {
      id: idOf({ place: PLACE, topic: "access", name: "api" }),
      place: PLACE,
      topic: "access",
      about: "its API answers",
      by: "answer",
    },
    ...tunnels.flatMap(({ cluster, entries }): Check[] => {
      const title = `${lab.name}-${cluster}`;
      return [
        tunnelCheck(title, cluster),
        ...entries.map((entry) => nameCheck(entry, title, lab.name)),
        ...entries.filter(({ access }) => access !== "public").map((entry) => doorCheck(entry, lab.name)),
      ];
    }),
  ];
}

type About = Pick<DocumentsCheck, "about" | "reads" | "judge" | "service" | "madeBy">;

function check(name: string, about: About): DocumentsCheck {
  const of = { place: PLACE, topic: "tunnels" } as const;
  return { id: idOf({ ...of, name }), ...of, by: "documents", ...about };
}

function tunnelCheck(title: string, cluster: string): DocumentsCheck {
  return check(title, {
    about: `${cluster} is connected`,
    madeBy: "connectors",
    reads: [TUNNELS],
    judge: (seen) => {
      const live = tunnelNamed(title, seen(TUNNELS));
      if (!live) return failed("there is no such tunnel", "npx lab up makes it");
      return live.status === "healthy"
        ? ok("healthy")
        : failed(
            `it is ${live.status}`,
            `look at the pods of cloudflared on ${cluster}: do they reach the internet?`,
          );
    },
  });
}

function nameCheck({ service, host, zone }: Entry, title: string, stack: string): DocumentsCheck {
  const path = recordsOf(zone);
  return check(host, {
    service,
    about: `${host} leads to its tunnel`,
    reads: [path, TUNNELS],
    judge: (seen) => {
      const records = listOf<{ name?: string; content?: string; proxied?: boolean }>(seen(path));
      const live = records.find(({ name }) => name === host);
      if (!live) return failed("there is no such name", `npx lab up ${stack}`);
      const wanted = `${tunnelNamed(title, seen(TUNNELS))?.id}.cfargotunnel.com`;
      if (live.content !== wanted) return failed(`it leads to ${live.content}`, `npx lab up ${stack}`);
      return live.proxied ? ok("through Cloudflare") : failed("it is not proxied", `npx lab up ${stack}`);
    },
  });
}

/** Without it everybody would be let to the connector, which then lets in nobody. */
function doorCheck({ service, host, access }: Entry, stack: string): DocumentsCheck {
  return check(`door-${host}`, {
    service,
    about: `Access asks at ${host} for ${access}`,
    reads: [APPLICATIONS],
    judge: (seen) => {
      const applications = listOf<{ domain?: string; policies?: unknown[] }>(seen(APPLICATIONS));
      const live = applications.find(({ domain }) => domain === host);
      if (!live) return failed("there is no application for it", `npx lab up ${stack}`);
      return (live.policies?.length ?? 0) > 0
        ? ok(`${live.policies?.length} policies`)
        : failed("its application has no policy", `npx lab up ${stack}`);
    },
  });
}

function tunnelNamed(title: string, seen: unknown): Tunnel | undefined {
  return listOf<Tunnel>(seen).find(({ name }) => name === title);
}

function listOf<T>(seen: unknown): T[] {
  if (!Array.isArray(seen)) throw new Error("Cloudflare answers with something other than a list");
  return seen as T[];
}

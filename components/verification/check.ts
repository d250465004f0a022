import type { Kind, KubeObject } from "./kinds.ts";

/** What a check is about, in the order in which a report tells of it: what everything stands on comes first. */
export const TOPICS = [
  "access",
  "nodes",
  "storage",
  "machines",
  "namespaces",
  "workloads",
  "containers",
  "volumes",
  "network",
  "secrets",
  "mesh",
  "scaling",
  "certificates",
  "ingress",
  "names",
  "pages",
  "tunnels",
  "tailnet",
  "runners",
  "gitops",
  "backups",
] as const;
export type Topic = (typeof TOPICS)[number];

/** Who makes it so. What stands in for a lab may lack one of them, and then nobody can say how it would be. */
export type Actor = "kubelet" | "operators" | "connectors" | "network" | "schedules";

export type Finding =
  | { status: "ok"; saw: string }
  | { status: "failed"; saw: string; fix: string }
  /** Nobody looked, or there was nothing to be seen yet. With a fix, somebody can do something about that. */
  | { status: "unseen"; because: string; fix?: string };

export const ok = (saw: string): Finding => ({ status: "ok", saw });
export const failed = (saw: string, fix: string): Finding => ({ status: "failed", saw, fix });
export const unseen = (because: string, fix?: string): Finding => ({
  status: "unseen",
  because,
  ...(fix && { fix }),
});

interface About {
  /** Never twice: `core/workloads/jellyfin`. */
  id: string;
  /** A cluster, a Docker host, a vendor, or a network. */
  place: string;
  topic: Topic;
  service?: string;
  /** What is so when all is well. */
  about: string;
  madeBy?: Actor;
}

/** What a cluster holds of some kinds. */
export interface Objects {
  of<O extends KubeObject>(kind: Kind): O[];
}

/** Whether the place answers at all. All others of the place wait for it. */
export interface AnswerCheck extends About {
  by: "answer";
}

export interface ObjectsCheck extends About {
  by: "objects";
  reads: Kind[];
  judge(seen: Objects, now: Date): Finding;
}

/** Documents of an API of JSON, by their paths. */
export interface DocumentsCheck extends About {
  by: "documents";
  reads: string[];
  judge(seen: (path: string) => unknown, now: Date): Finding;
}

/** Where something is reached: every address leads there, and each from some networks only. */
export interface PageCheck extends About {
  by: "page";
  url: string;
  /** By which names are looked up: those of the house, or everybody's. */
  names: "house" | "world";
  judge(page: Page): Finding;
}

/** A page of a service, fetched by the API server of its cluster. */
export interface ProxiedCheck extends About {
  by: "proxy";
  path: string;
  judge(page: Page): Finding;
}

export interface Page {
  status: number;
  location: string;
  text: string;
}

/** Names that one server is asked for. */
export interface NamesCheck extends About {
  by: "names";
  /** Where the server listens; the first that can be reached from here is asked. */
  addresses: string[];
  asks: NameAsked[];
  judge(answers: NameAnswer[]): Finding;
}

export interface NameAsked {
  name: string;
  type: "A" | "CNAME" | "PTR";
  values: string[];
}

/** What came, or why nothing did. */
export type NameAnswer = { values: string[] } | { error: string };

/** One thing that has to be true of a lab that runs, what is looked at, and how to tell from that. */
export type Check = AnswerCheck | ObjectsCheck | DocumentsCheck | PageCheck | ProxiedCheck | NamesCheck;

/** What of a check can be told to a script, and what it looked at in words. */
export function looksAt(check: Check): string {
  switch (check.by) {
    case "answer":
      return check.place;
    case "objects":
      return `${check.reads.join(", ")} of ${check.place}`;
    case "documents":
      return check.reads.map((path) => `${check.place}: ${path}`).join(", ");
    case "page":
      return check.url;
    case "proxy":
      return `${check.place}: ${check.path}`;
    case "names":
      return `${check.asks.length} names at ${check.addresses.join(" or ")}`;
  }
}

type Named = { place: string; topic: Topic; name: string };

/** The same for every check of a place, and never typed twice. */
export function idOf({ place, topic, name }: Named): string {
  return `${place}/${topic}/${name}`;
}

import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { Refusal } from "../framework/refusal.ts";
import { isObject, objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";

/** The part of a kubeconfig that is in use: where the API server is, and who one is there. */
export interface Access {
  cluster: Properties;
  user: Properties;
  namespace: string | undefined;
}

/** Which kubeconfig is meant, and which part of it. */
export interface Choice {
  /** Its text or its path; undefined where the machine's own is meant. */
  kubeconfig: string | undefined;
  /** False while the cluster that the kubeconfig speaks of is not made yet. */
  clusterIsMade: boolean;
  context: string | undefined;
  cluster: string | undefined;
}

/** Undefined where nobody has written a kubeconfig, or where its cluster is not made yet. */
export function accessOf(choice: Choice): Access | undefined {
  const text = choice.clusterIsMade ? textOf(choice.kubeconfig) : undefined;
  if (text === undefined) return undefined;
  const kubeconfig: unknown = parse(text);
  if (!isObject(kubeconfig as Value))
    throw new Refusal("the kubeconfig is neither the text of one nor the path of a file that is there");
  const config = kubeconfig as Properties;
  const context = named(config.contexts, choice.context ?? stringAt(config, "current-context"), "context");
  const cluster = named(config.clusters, choice.cluster ?? stringAt(context, "cluster"), "cluster");
  if (cluster.server === undefined) return undefined;
  const user = named(config.users, stringAt(context, "user"), "user");
  return { cluster, user, namespace: stringAt(context, "namespace") };
}

export function activeCluster(choice: Choice): Properties | undefined {
  return accessOf(choice)?.cluster;
}

function textOf(kubeconfig: string | undefined): string | undefined {
  if (kubeconfig !== undefined) return existsSync(kubeconfig) ? readFileSync(kubeconfig, "utf8") : kubeconfig;
  const path = process.env.KUBECONFIG ?? join(homedir(), ".kube", "config");
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** A kubeconfig's lists hold `{ name, context: {...} }`. */
function named(entries: Value | undefined, name: string | undefined, what: string): Properties {
  if (name === undefined || !Array.isArray(entries)) return {};
  const found = entries.find((each) => isObject(each) && each.name === name);
  if (!isObject(found)) throw new Refusal(`the kubeconfig has no ${what} named "${name}"`);
  return objectAt(found, what);
}

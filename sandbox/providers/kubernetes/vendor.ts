import type { Properties } from "../framework/value.ts";
import type { Log, ResourceKind, Vendor } from "../framework/vendor.ts";
import { Readiness } from "./await/index.ts";
import { Cluster } from "./cluster.ts";
import type { Context } from "./context.ts";
import { CustomKinds } from "./custom-kinds.ts";
import { releaseKind, releaseType } from "./helm/index.ts";
import { accessOf } from "./kubeconfig.ts";
import { objectKind, patchKind } from "./object.ts";
import { checkConfig, config, diffConfig, settingsOf } from "./settings.ts";
import { type Gvk, gvkOf } from "./token.ts";

export const kubernetes: Vendor = {
  name: "kubernetes",
  version: "4.34.2",
  config,
  checkConfig,
  diffConfig,
  configure(given: Properties, log: Log) {
    const settings = settingsOf(given);
    const access = accessOf(settings);
    const defaultNamespace = settings.namespace ?? access?.namespace ?? "default";
    const cluster = access && new Cluster(access);
    const around = cluster && {
      cluster,
      readiness: new Readiness(cluster, log),
      settings,
      log,
      unmade: new Set<string>(),
    };
    const context = { settings, custom: new CustomKinds(), around, defaultNamespace, log };
    const kinds = new Map<string, ResourceKind>([[releaseType, releaseKind(defaultNamespace, cluster, log)]]);
    return (type) => {
      const kind = kinds.get(type) ?? kindOf(gvkOf(type), context);
      kinds.set(type, kind);
      return kind;
    };
  },
};

/** The SDK has a resource <Kind>Patch beside each <Kind>. */
function kindOf(gvk: Gvk, context: Context): ResourceKind {
  const patched = /^(.+)Patch$/.exec(gvk.kind)?.[1];
  return patched === undefined ? objectKind(gvk, context) : patchKind({ ...gvk, kind: patched }, context);
}

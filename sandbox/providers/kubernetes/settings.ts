import type { Change } from "../framework/changes.ts";
import { changesBetween } from "../framework/changes.ts";
import { boolean, type Fields, integer, number, object, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, equal, objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { Diff } from "../framework/vendor.ts";
import { activeCluster, type Choice } from "./kubeconfig.ts";

/** The provider's arguments, read. */
export interface Settings extends Choice {
  namespace: string | undefined;
  mutableConfigMaps: boolean;
  mutableSecrets: boolean;
  patchForce: boolean;
  upsert: boolean;
  deleteUnreachable: boolean;
  skipUpdateUnreachable: boolean;
}

/** As in the Provider class of @pulumi/kubernetes. */
export const config: Fields = {
  alwaysRender: boolean,
  cluster: string,
  clusterIdentifier: string,
  context: string,
  deleteUnreachable: boolean,
  enableConfigMapMutable: boolean,
  enablePatchForce: boolean,
  enableSecretMutable: boolean,
  enableServerSideApply: boolean,
  helmReleaseSettings: object("HelmReleaseSettings", {
    driver: string,
    pluginsPath: string,
    registryConfigPath: string,
    repositoryCache: string,
    repositoryConfigPath: string,
  }),
  kubeClientSettings: object("KubeClientSettings", { burst: integer, qps: number, timeout: integer }),
  kubeconfig: string,
  namespace: string,
  renderYamlToDirectory: string,
  skipUpdateUnreachable: boolean,
  suppressDeprecationWarnings: boolean,
  suppressHelmHookWarnings: boolean,
  upsertExistingObjects: boolean,
};

export function checkConfig(given: Properties): Failure[] {
  const failures: Failure[] = [];
  if (given.enableServerSideApply === false)
    failures.push({
      path: ["enableServerSideApply"],
      reason: "cannot be false: the stand-in applies on the server only",
    });
  if (given.renderYamlToDirectory !== undefined)
    failures.push({
      path: ["renderYamlToDirectory"],
      reason: "needs the official plugin: the stand-in renders no files",
    });
  const { driver = "secret" } = objectAt(given, "helmReleaseSettings");
  if (typeof driver === "string" && !/^secrets?$/.test(driver))
    failures.push({
      path: ["helmReleaseSettings", "driver"],
      reason: 'has to be "secret": the stand-in records releases in no other way',
    });
  return failures;
}

/** All objects are made anew where the provider speaks of another cluster, or may: a kubeconfig can be renewed. */
export function diffConfig(before: Properties, after: Properties): Diff {
  const changes = changesBetween(before, after).map((change): Change => {
    const key = String(change.path[0]);
    return isOtherCluster(key, before, after) ? { ...change, replaces: true } : change;
  });
  return { changes };
}

function isOtherCluster(key: string, before: Properties, after: Properties): boolean {
  if (before.clusterIdentifier !== undefined && after.clusterIdentifier !== undefined)
    return key === "clusterIdentifier";
  if (key !== "kubeconfig" && key !== "context" && key !== "cluster") return false;
  if (after[key] === computed) return true;
  const [old, now] = [activeCluster(settingsOf(before)), activeCluster(settingsOf(after))];
  return old !== undefined && now !== undefined && !equal(old, now);
}

export function settingsOf(given: Properties): Settings {
  return {
    kubeconfig: stringAt(given, "kubeconfig"),
    clusterIsMade: given.kubeconfig !== computed,
    context: stringAt(given, "context"),
    cluster: stringAt(given, "cluster"),
    namespace: stringAt(given, "namespace"),
    mutableConfigMaps: given.enableConfigMapMutable === true,
    mutableSecrets: given.enableSecretMutable === true,
    patchForce: given.enablePatchForce === true,
    upsert: given.upsertExistingObjects === true,
    deleteUnreachable: given.deleteUnreachable === true,
    skipUpdateUnreachable: given.skipUpdateUnreachable === true,
  };
}

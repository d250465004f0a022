import type { Change } from "../framework/changes.ts";
import { changesBetween } from "../framework/changes.ts";
import type { Field, Fields } from "../framework/shape.ts";
import { validate } from "../framework/validate.ts";
import { computed, type Properties, stringAt, type Value } from "../framework/value.ts";
import type { Checked, Diff } from "../framework/vendor.ts";

/** The provider's arguments, parsed. */
export interface Settings {
  kubeconfig: string | undefined;
  /** False while the cluster that the kubeconfig speaks of is not made yet. */
  clusterIsMade: boolean;
  context: string | undefined;
  cluster: string | undefined;
  namespace: string | undefined;
  mutableConfigMaps: boolean;
  mutableSecrets: boolean;
  patchForce: boolean;
  upsert: boolean;
  deleteUnreachable: boolean;
}

/**
 * The engine asks nothing of a provider whose configuration is not known, so a first preview would check no
 * object at all. Put in the kubeconfig's place this is known, and every object is checked offline.
 */
const notMadeYet = "the cluster of this kubeconfig is not made yet";

const string: Field = { shape: { is: "string" } };
const boolean: Field = { shape: { is: "boolean" } };
const integer: Field = { shape: { is: "integer" } };

/** As in the Provider class of @pulumi/kubernetes. */
const fields: Fields = {
  alwaysRender: boolean,
  cluster: string,
  clusterIdentifier: string,
  context: string,
  deleteUnreachable: boolean,
  enableConfigMapMutable: boolean,
  enablePatchForce: boolean,
  enableSecretMutable: boolean,
  enableServerSideApply: boolean,
  helmReleaseSettings: {
    shape: {
      is: "object",
      name: "HelmReleaseSettings",
      fields: () => ({
        driver: string,
        pluginsPath: string,
        registryConfigPath: string,
        repositoryCache: string,
        repositoryConfigPath: string,
      }),
    },
  },
  kubeClientSettings: {
    shape: {
      is: "object",
      name: "KubeClientSettings",
      fields: () => ({ burst: integer, qps: { shape: { is: "number" } }, timeout: integer }),
    },
  },
  kubeconfig: string,
  namespace: string,
  renderYamlToDirectory: string,
  skipUpdateUnreachable: boolean,
  suppressDeprecationWarnings: boolean,
  suppressHelmHookWarnings: boolean,
  upsertExistingObjects: boolean,
};

export function checkConfig(config: Properties): Checked {
  const parsed = parsedValues(config);
  const failures = validate(parsed, {
    is: "object",
    name: "the kubernetes provider's configuration",
    fields: () => fields,
  });
  if (parsed.enableServerSideApply === false)
    failures.push({
      path: ["enableServerSideApply"],
      reason: "cannot be false: the stand-in applies on the server only",
    });
  if (parsed.renderYamlToDirectory !== undefined)
    failures.push({
      path: ["renderYamlToDirectory"],
      reason: "needs the official plugin: the stand-in renders no files",
    });
  const inputs = config.kubeconfig === computed ? { ...config, kubeconfig: notMadeYet } : config;
  return { inputs, failures };
}

/** A provider is another one, and its objects are made anew, when it speaks of another cluster. */
export function diffConfig(before: Properties, after: Properties): Diff {
  const identified = before.clusterIdentifier !== undefined && after.clusterIdentifier !== undefined;
  const changes = changesBetween(before, after).map((change): Change => {
    const replaces = identified ? change.path[0] === "clusterIdentifier" : change.path[0] === "context";
    return replaces ? { ...change, replaces } : change;
  });
  return { changes };
}

export function settingsOf(config: Properties): Settings {
  const parsed = parsedValues(config);
  const kubeconfig = stringAt(parsed, "kubeconfig");
  return {
    kubeconfig,
    clusterIsMade: kubeconfig !== notMadeYet,
    context: stringAt(parsed, "context"),
    cluster: stringAt(parsed, "cluster"),
    namespace: stringAt(parsed, "namespace"),
    mutableConfigMaps: parsed.enableConfigMapMutable === true,
    mutableSecrets: parsed.enableSecretMutable === true,
    patchForce: parsed.enablePatchForce === true,
    upsert: parsed.upsertExistingObjects === true,
    deleteUnreachable: parsed.deleteUnreachable === true,
  };
}

/** The engine carries a provider's configuration as strings: `true` arrives as "true", an object as its JSON. */
function parsedValues(config: Properties): Properties {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, parsedValue(key, value)]));
}

function parsedValue(key: string, value: Value): Value {
  if (typeof value !== "string" || fields[key] === undefined || fields[key].shape.is === "string")
    return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

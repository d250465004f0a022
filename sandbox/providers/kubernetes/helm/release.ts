import { Refusal } from "../../framework/refusal.ts";
import {
  boolean,
  defaulting,
  type Field,
  type Fields,
  integer,
  list,
  map,
  type ObjectShape,
  object,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { checkTable, diffTable, type Table } from "../../framework/table.ts";
import { computed } from "../../framework/value.ts";
import type { Log, ResourceKind } from "../../framework/vendor.ts";
import type { Cluster } from "../cluster.ts";
import { checkChart } from "./chart.ts";
import { Releases } from "./releases.ts";

export const releaseType = "kubernetes:helm.sh/v3:Release";

const anything: Field = { shape: { is: "any" } };

/** As in the helm.v3.Release class of @pulumi/kubernetes. What a chart makes of its values, only Helm can say. */
const fields: Fields = {
  allowNullValues: boolean,
  atomic: boolean,
  chart: required(string),
  cleanupOnFail: boolean,
  compat: string,
  createNamespace: boolean,
  dependencyUpdate: boolean,
  description: string,
  devel: boolean,
  disableCRDHooks: boolean,
  disableOpenapiValidation: boolean,
  disableWebhooks: boolean,
  forceUpdate: boolean,
  keyring: string,
  lint: boolean,
  manifest: map(anything),
  maxHistory: integer,
  name: replacing(string),
  namespace: replacing(string),
  postrender: string,
  recreatePods: boolean,
  renderSubchartNotes: boolean,
  replace: boolean,
  repositoryOpts: object("repositoryOpts", {
    caFile: string,
    certFile: string,
    keyFile: string,
    password: string,
    repo: string,
    username: string,
  }),
  resetValues: boolean,
  resourceNames: map(list(string)),
  reuseValues: boolean,
  skipAwait: boolean,
  skipCrds: boolean,
  status: { ...anything, output: true },
  takeOwnership: boolean,
  timeout: defaulting(integer, 300),
  valueYamlFiles: list(anything),
  values: map(anything),
  verify: boolean,
  version: string,
  waitForJobs: boolean,
};

const shape: ObjectShape = { is: "object", name: "Release", fields: () => fields };
const table: Table = { shape, autoname: true, rules: checkChart };

/** A Helm release, put into the provider's namespace where it says none. */
export function releaseKind(defaultNamespace: string, cluster: Cluster | undefined, log: Log): ResourceKind {
  const releases = cluster && new Releases(cluster, log);
  const required = () => {
    if (!releases)
      throw new Refusal(
        "no cluster is known: neither the kubeconfig of the provider nor KUBECONFIG names one",
      );
    return releases;
  };
  return {
    check: (request) =>
      checkTable(table, { ...request, inputs: { namespace: defaultNamespace, ...request.inputs } }),
    diff: (request) => diffTable(table, request),
    preview: ({ inputs, state }) => ({ ...state, ...inputs, resourceNames: computed, status: computed }),
    create: (request) => required().create(request),
    update: (request) => required().update(request),
    read: (request) => required().read(request),
    remove: (request) => required().remove(request),
  };
}

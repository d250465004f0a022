import { Refusal } from "../framework/refusal.ts";
import {
  boolean,
  defaulting,
  type Field,
  type Fields,
  integer,
  list,
  map,
  object,
  replacing,
  required,
  string,
} from "../framework/shape.ts";
import { checkTable, diffTable, type Table } from "../framework/table.ts";
import type { ResourceKind } from "../framework/vendor.ts";

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

const table: Table = { shape: { is: "object", name: "Release", fields: () => fields }, autoname: true };

/** A Helm release, put into the provider's namespace where it says none. */
export function releaseKind(defaultNamespace: string): ResourceKind {
  const withoutHelm = () => {
    throw new Refusal(
      "a Helm release needs the official plugin, which has Helm in it: the stand-in only previews one",
    );
  };
  return {
    check: (request) =>
      checkTable(table, { ...request, inputs: { namespace: defaultNamespace, ...request.inputs } }),
    diff: (request) => diffTable(table, request),
    preview: ({ inputs, state }) => ({ ...state, ...inputs }),
    create: withoutHelm,
    update: withoutHelm,
    read: withoutHelm,
    remove: withoutHelm,
  };
}

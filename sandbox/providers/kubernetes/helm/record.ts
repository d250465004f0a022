import { gunzipSync, gzipSync } from "node:zlib";
import { Refusal } from "../../framework/refusal.ts";
import { objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { Chart } from "./chart.ts";

export type Status = "deployed" | "superseded";

/** One revision of a release, as Helm keeps it. */
export interface Record {
  name: string;
  namespace: string;
  revision: number;
  status: string;
  firstDeployed: string;
  lastDeployed: string;
  description: string;
  chart: Chart;
  /** The values that differ from the chart's own. */
  config: Properties;
}

/** The Secret that Helm's own storage would hold: `helm list` and `helm history` read it. */
export function secretOf(record: Record): Properties {
  const { name, namespace, revision, status } = record;
  const release = {
    name,
    info: {
      first_deployed: record.firstDeployed,
      last_deployed: record.lastDeployed,
      deleted: "",
      description: record.description,
      status,
    },
    chart: { ...record.chart, lock: null, templates: [], schema: null, files: [] },
    config: record.config,
    manifest: "",
    version: revision,
    namespace,
  };
  const packed = gzipSync(JSON.stringify(release)).toString("base64");
  const modifiedAt = String(Math.floor(Date.parse(record.lastDeployed) / 1000));
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { modifiedAt, name, owner: "helm", status, version: String(revision) },
    },
    data: { release: Buffer.from(packed).toString("base64") },
  };
}

export function recordOf(secret: Properties): Record {
  const release = unpacked(secret);
  const info = objectAt(release, "info");
  const chart = objectAt(release, "chart");
  return {
    name: stringAt(release, "name") ?? "",
    namespace: stringAt(release, "namespace") ?? "",
    revision: Number(release.version),
    status: stringAt(info, "status") ?? "unknown",
    firstDeployed: stringAt(info, "first_deployed") ?? "",
    lastDeployed: stringAt(info, "last_deployed") ?? "",
    description: stringAt(info, "description") ?? "",
    chart: { metadata: objectAt(chart, "metadata"), values: objectAt(chart, "values") },
    config: objectAt(release, "config"),
  };
}

function unpacked(secret: Properties): Properties {
  try {
    const packed = Buffer.from(String(objectAt(secret, "data").release), "base64").toString();
    return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
  } catch {
    const { name, namespace } = objectAt(secret, "metadata");
    throw new Refusal(
      `the Secret ${String(namespace)}/${String(name)} is no record of Helm's, though it is labelled as one: remove it, or mend it with Helm`,
    );
  }
}

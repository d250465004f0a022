import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { Failure } from "../../framework/validate.ts";
import { isObject, objectAt, type Properties, stringAt, type Value } from "../../framework/value.ts";
import { merged } from "../merged.ts";

/** What is known of a chart without Helm: what it says of itself, and its own values. */
export interface Chart {
  metadata: Properties;
  values: Properties;
}

/** A chart in a folder is read; of one from elsewhere only its name and version are known. */
export function chartOf(inputs: Properties): Chart {
  const chart = stringAt(inputs, "chart") ?? "";
  const repository = stringAt(objectAt(inputs, "repositoryOpts"), "repo");
  if (repository === undefined && isFolder(chart)) {
    const values = join(chart, "values.yaml");
    return {
      metadata: yamlObject(readFileSync(join(chart, "Chart.yaml"), "utf8")),
      values: existsSync(values) ? yamlObject(readFileSync(values, "utf8")) : {},
    };
  }
  const version = stringAt(inputs, "version") ?? "0.0.0";
  return { metadata: { apiVersion: "v2", name: basename(chart), version }, values: {} };
}

/** Only a path can be wrong here: whether a repository has a chart, nobody can say without asking it. */
export function checkChart(inputs: Properties): Failure[] {
  const { chart } = inputs;
  const isPath = typeof chart === "string" && /^[./]/.test(chart);
  if (!isPath || isFolder(chart)) return [];
  return [{ path: ["chart"], reason: "is a path, and there is no folder with a Chart.yaml" }];
}

function isFolder(path: string): boolean {
  return existsSync(join(path, "Chart.yaml"));
}

/** What a release is configured with: its files of values in their order, and then its values. */
export function valuesOf({ valueYamlFiles, values }: Properties): Properties {
  const files = (Array.isArray(valueYamlFiles) ? valueYamlFiles : []).map((each) => yamlObject(textOf(each)));
  return [...files, isObject(values) ? values : {}].reduce(merged, {});
}

/** The text of an asset: its own, or that of its file. */
function textOf(asset: Value): string {
  if (!isObject(asset)) return String(asset);
  return stringAt(asset, "text") ?? readFileSync(stringAt(asset, "path") ?? "", "utf8");
}

function yamlObject(text: string): Properties {
  const value: Value = parse(text) ?? {};
  return isObject(value) ? value : {};
}

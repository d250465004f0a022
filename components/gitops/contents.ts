import { stringify } from "yaml";
import { isFilled, type Manifest, type PlannedSecret, type PlannedValues } from "../kubernetes/index.ts";
import type { Lab } from "../lab/index.ts";
import { fillKnown, type KnownSecrets, type Unknown } from "../secrets/index.ts";
import type { Application } from "./application.ts";
import { isForPulumi } from "./bootstrap.ts";
import { chartSource, helmChart, splitValues, valuesSecret } from "./chart.ts";
import { noted } from "./order.ts";
import { type OpenSecret, type Seal, type SealedSecret, sealSecret } from "./sealed-secret.ts";
import type { Unit } from "./unit.ts";

/** All that is needed to fill in and seal. */
export interface Safe {
  lab: Lab;
  known: KnownSecrets;
  seals: Seal;
}

/** What is not in Git, and why: Pulumi brings it, or nobody has given these tokens yet. */
export interface Left {
  unit: string;
  kind: string;
  name: string;
  because: "pulumi" | { tokens: string[] };
}

/** What one Application is made of. */
export interface Contents {
  /** What lies in its folder, by the name of its file without the ending. */
  objects: Record<string, object>;
  /** A chart that ArgoCD itself installs. */
  chart?: Application["spec"]["sources"][number];
  left: Left[];
}

/** `before` is what lay in the file of a part until now: what is sealed there is kept, if it still says the same. */
export async function contentsOf(
  unit: Unit,
  safe: Safe,
  before: (part: string) => unknown,
): Promise<Contents> {
  const contents: Contents = { objects: {}, left: [] };
  const leave = ({ kind, metadata }: Pick<Manifest, "kind" | "metadata">, because: Left["because"]) =>
    contents.left.push({ unit: unit.name, kind, name: pathOf(metadata), because });
  const put = (part: string, object: Manifest | SealedSecret) => {
    contents.objects[part] = noted(object as Manifest, part, unit);
  };

  for (const [part, manifest] of Object.entries(unit.plan)) {
    if (isForPulumi(part, manifest, safe.lab)) leave(manifest, "pulumi");
    else if (manifest.kind === "Secret") {
      const open = await openSecret(manifest, safe);
      if (isOpen(open)) put(part, sealSecret(open, safe.seals, before(part)));
      else leave(manifest, { tokens: open });
    } else if (manifest.kind === "Release") {
      const { open, secret } = splitValues(manifest.spec.values);
      if (Object.keys(secret).length === 0) contents.chart = chartSource(manifest);
      else {
        const filled = await fillValues(secret, safe);
        if (Array.isArray(filled)) leave(manifest, { tokens: filled });
        else {
          put("values", sealSecret(valuesSecret(manifest, filled), safe.seals, before("values")));
          put(part, helmChart(manifest, open));
        }
      }
    } else put(part, manifest);
  }
  return contents;
}

async function openSecret(
  { metadata, type, stringData }: PlannedSecret & { metadata: { name: string } },
  { lab, known }: Safe,
): Promise<OpenSecret | string[]> {
  const { name, namespace = "default", labels, annotations } = metadata;
  const entries = await Promise.all(
    Object.entries(stringData).map(
      async ([key, parts]) => [key, await fillKnown(parts, lab, known)] as const,
    ),
  );
  const unknown = entries.flatMap(([, value]) => (typeof value === "string" ? [] : value));
  if (unknown.length > 0) return tokensOf(unknown);
  return {
    metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...(type && { type }),
    values: Object.fromEntries(entries as [string, string][]),
  };
}

/** As YAML, or the tokens that it lacks. */
async function fillValues(values: PlannedValues, { lab, known }: Safe): Promise<string | string[]> {
  const unknown: Unknown[] = [];
  const filled = async (value: PlannedValues[string]): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(filled));
    if (typeof value !== "object" || value === null) return value;
    if (isFilled(value)) {
      const text = await fillKnown(value.text, lab, known);
      if (typeof text !== "string") unknown.push(...text);
      return text;
    }
    const entries = Object.entries(value).map(async ([key, each]) => [key, await filled(each)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  const text = stringify(await filled(values), { lineWidth: 0, aliasDuplicateObjects: false });
  return unknown.length > 0 ? tokensOf(unknown) : text;
}

function tokensOf(unknown: Unknown[]): string[] {
  return [...new Set(unknown.map((each) => ("token" in each ? each.token : each.kept)))].sort();
}

function isOpen(open: OpenSecret | string[]): open is OpenSecret {
  return !Array.isArray(open);
}

function pathOf({ name, namespace }: { name: string; namespace?: string | undefined }): string {
  return namespace ? `${namespace}/${name}` : name;
}

import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { optional } from "../framework/shape.ts";
import { type Failure, validate } from "../framework/validate.ts";
import { formatPath, isObject, objectAt, type Properties } from "../framework/value.ts";
import type {
  Checked,
  CheckRequest,
  Diff,
  DiffRequest,
  Existing,
  Log,
  ResourceKind,
} from "../framework/vendor.ts";
import type { Readiness } from "./await/index.ts";
import type { Cluster } from "./cluster.ts";
import type { CustomKinds } from "./custom-kinds.ts";
import type { Definition } from "./definition.ts";
import { withProgramNames } from "./definition-fields.ts";
import { definitionOf } from "./definitions.ts";
import { previewOffline } from "./expectation.ts";
import { Lifecycle } from "./lifecycle.ts";
import { isAutonamed, named, validateMetadata } from "./names.ts";
import { elsewhere, mustDeleteFirst, withReplacements } from "./replacements.ts";
import type { Settings } from "./settings.ts";
import type { Gvk } from "./token.ts";

/** What all the objects of one configured provider share. */
export interface Context {
  settings: Settings;
  custom: CustomKinds;
  /** Undefined where there is none yet, or none is named. */
  cluster: Cluster | undefined;
  readiness: Readiness | undefined;
  defaultNamespace: string;
  log: Log;
}

/** One kind of Kubernetes object, as the engine sees it. */
export function objectKind(gvk: Gvk, context: Context): ResourceKind {
  const { settings, custom, cluster } = context;
  const kind = kindWith(gvk, context, {
    check: async (request) => check(request, gvk, await definitionOf(gvk, custom, cluster), context),
    diff: (request) => diff(request, gvk, settings),
  });
  return gvk.kind === "CustomResourceDefinition" ? withProgramNames(kind) : kind;
}

/** Some fields of an object that is somebody else's: ConfigMapPatch and its like. */
export function patchKind(gvk: Gvk, context: Context): ResourceKind {
  const { custom, cluster } = context;
  return kindWith(gvk, context, {
    isPatch: true,
    check: async (request) => checkPatch(request, gvk, await definitionOf(gvk, custom, cluster), context),
    diff: ({ before, inputs }) => ({ changes: elsewhere(changesBetween(before, inputs)) }),
  });
}

interface Judgement extends Pick<ResourceKind, "check" | "diff"> {
  isPatch?: boolean;
}

function kindWith(gvk: Gvk, context: Context, { isPatch = false, ...judgement }: Judgement): ResourceKind {
  const { settings, cluster, readiness, log } = context;
  const objects = cluster && readiness && new Lifecycle(gvk, { cluster, readiness, settings, log }, isPatch);
  return {
    secrets: gvk.kind === "Secret" && gvk.group === "" ? [["data"], ["stringData"]] : [],
    ...judgement,
    preview: async (request) =>
      objects && (await cluster.reachable()) ? objects.preview(request) : previewOffline(request, gvk),
    create: (request) => required(objects).create(request),
    update: (request) => required(objects).update(request),
    read: (request) => required(objects).read(request),
    remove: (request) => remove(request, context, required(objects)),
  };
}

function required(objects: Lifecycle | undefined): Lifecycle {
  if (!objects)
    throw new Refusal("no cluster is known: neither the kubeconfig of the provider nor KUBECONFIG names one");
  return objects;
}

async function remove(
  request: Existing,
  { cluster, settings, log }: Context,
  objects: Lifecycle,
): Promise<void> {
  if (!settings.deleteUnreachable || (await cluster?.reachable())) return objects.remove(request);
  log.warn(`${request.id} is forgotten, and not deleted: ${cluster?.server} cannot be reached`);
}

function check(request: CheckRequest, gvk: Gvk, definition: Definition, context: Context): Checked {
  const { name, before, seed } = request;
  const typed = { ...request.inputs, apiVersion: gvk.apiVersion, kind: gvk.kind };
  const inputs = settled(named(typed, before, name, seed), definition, context.defaultNamespace);
  const failures = firstAtEachPlace([
    ...validate(inputs, definition.shape),
    ...definition.validate(inputs),
    ...validateMetadata(gvk.kind, inputs),
  ]);
  if (!definition.namespaced && objectAt(inputs, "metadata").namespace !== undefined)
    failures.push({
      path: ["metadata", "namespace"],
      reason: `cannot be set: a ${gvk.kind} belongs to no namespace`,
    });
  if (gvk.kind === "CustomResourceDefinition") context.custom.learn(inputs);
  return { inputs, failures };
}

/** A patch says only what it is about, so nothing in it is required but the name of the object. */
function checkPatch(request: CheckRequest, gvk: Gvk, definition: Definition, context: Context): Checked {
  const typed = { ...request.inputs, apiVersion: gvk.apiVersion, kind: gvk.kind };
  const inputs = settled(typed, definition, context.defaultNamespace);
  const failures = validate(inputs, optional(definition.shape));
  const { metadata = {} } = inputs;
  if (isObject(metadata) && metadata.name === undefined)
    failures.push({ path: ["metadata", "name"], reason: `is required in ${gvk.kind}Patch` });
  return { inputs, failures };
}

/** What has the wrong type mostly has the wrong format, too: one of the two is enough to hear. */
function firstAtEachPlace(failures: Failure[]): Failure[] {
  const places = new Map<string, Failure>();
  for (const failure of failures.toReversed()) places.set(formatPath(failure.path), failure);
  return [...places.values()].toReversed();
}

/** Puts an object that says nothing of a namespace into the provider's. */
function settled(inputs: Properties, definition: Definition, namespace: string): Properties {
  const { metadata } = inputs;
  if (!definition.namespaced || !isObject(metadata) || metadata.namespace !== undefined) return inputs;
  return { ...inputs, metadata: { ...metadata, namespace } };
}

function diff({ before, inputs }: DiffRequest, gvk: Gvk, settings: Settings): Diff {
  const changes = withReplacements(changesBetween(before, inputs), gvk, settings, before);
  return { changes, deleteBeforeReplace: mustDeleteFirst(before, inputs, isAutonamed(inputs)) };
}

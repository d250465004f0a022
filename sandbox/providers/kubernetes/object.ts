import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import type { Diff, DiffRequest, ResourceKind } from "../framework/vendor.ts";
import { isAnnotated } from "./annotations.ts";
import { check, checkPatch } from "./checks.ts";
import type { Context } from "./context.ts";
import { withProgramNames } from "./definition-fields.ts";
import { definitionOf } from "./definitions.ts";
import { previewOffline } from "./expectation.ts";
import { Lifecycle } from "./lifecycle.ts";
import { isAutonamed } from "./names.ts";
import { elsewhere, mustDeleteFirst, withReplacements } from "./replacements.ts";
import type { Settings } from "./settings.ts";
import { type Gvk, isDefinition } from "./token.ts";
import { unlessUnreachable } from "./unreachable.ts";

/** One kind of Kubernetes object, as the engine sees it. */
export function objectKind(gvk: Gvk, context: Context): ResourceKind {
  const { settings, custom, around, defaultNamespace } = context;
  const objects = around && new Lifecycle(gvk, around);
  const kind: ResourceKind = {
    ...deeds(gvk, context, objects),
    async check(request) {
      const definition = await definitionOf(gvk, custom, around?.cluster);
      const checked = check(request, { gvk, definition, defaultNamespace });
      if (isDefinition(gvk)) custom.learn(checked.inputs);
      return checked;
    },
    async diff(request) {
      const { changes, ...rest } = diff(request, gvk, settings);
      const isUnready = gvk.kind === "Job" && isAnnotated(request.inputs, "replaceUnready");
      if (!isUnready || !objects || !(await objects.isUnready(request))) return { changes, ...rest };
      const path = ["metadata", "annotations", "pulumi.com/replaceUnready"];
      return { changes: [...changes, { path, kind: "update", replaces: true }], ...rest };
    },
  };
  return unlessUnreachable(isDefinition(gvk) ? withProgramNames(kind) : kind, context);
}

/** Some fields of an object that is somebody else's: ConfigMapPatch and its like. */
export function patchKind(gvk: Gvk, context: Context): ResourceKind {
  const { custom, around, defaultNamespace } = context;
  const kind: ResourceKind = {
    ...deeds(gvk, context, around && new Lifecycle(gvk, around, true)),
    async check(request) {
      const definition = await definitionOf(gvk, custom, around?.cluster);
      return checkPatch(request, { gvk, definition, defaultNamespace });
    },
    diff: ({ before, inputs }) => ({ changes: elsewhere(changesBetween(before, inputs)) }),
  };
  return unlessUnreachable(kind, context);
}

function deeds(
  gvk: Gvk,
  { around }: Context,
  objects: Lifecycle | undefined,
): Omit<ResourceKind, "check" | "diff"> {
  return {
    secrets: gvk.kind === "Secret" && gvk.group === "" ? [["data"], ["stringData"]] : [],
    preview: async (request) =>
      objects && (await around?.cluster.reachable())
        ? objects.preview(request)
        : previewOffline(request, gvk),
    create: (request) => required(objects).create(request),
    update: (request) => required(objects).update(request),
    read: (request) => required(objects).read(request),
    remove: (request) => required(objects).remove(request),
  };
}

function required(objects: Lifecycle | undefined): Lifecycle {
  if (!objects)
    throw new Refusal("no cluster is known: neither the kubeconfig of the provider nor KUBECONFIG names one");
  return objects;
}

function diff({ before, inputs }: DiffRequest, gvk: Gvk, settings: Settings): Diff {
  const changes = withReplacements(changesBetween(before, inputs), gvk, settings, before);
  return { changes, deleteBeforeReplace: mustDeleteFirst(before, inputs, isAutonamed(inputs)) };
}

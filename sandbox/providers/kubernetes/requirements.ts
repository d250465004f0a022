import { createRequire } from "node:module";
import type { Failure } from "../framework/validate.ts";
import { computed, type Path, type Properties, valueAt } from "../framework/value.ts";
import type { Gvk } from "./token.ts";

const require = createRequire(import.meta.url);

/** A compiled JSON-schema validator's word, as ajv writes it. */
interface SchemaError {
  instancePath: string;
  keyword: string;
  params: { missingProperty?: string; format?: string; allowedValues?: unknown[]; pattern?: string };
  message?: string;
}

interface Model {
  prototype: { validate(this: Properties): void };
}

/**
 * What kubernetes-models knows beside the client's models: what is required, the words that a
 * field takes, and the formats of strings.
 * It accepts unknown fields and says types less well; those are told by the shape.
 */
export function validateRequirements(gvk: Gvk, inputs: Properties): Failure[] {
  const model = modelOf(gvk);
  if (!model) return [];
  try {
    model.prototype.validate.call(inputs);
    return [];
  } catch (error) {
    const errors = (error as { errors?: SchemaError[] }).errors;
    if (!errors) throw error;
    return errors.flatMap((each) => explain(each, inputs));
  }
}

/** Whether the API group has such a kind: the client's models do not tell groups apart. */
export function isInGroup(gvk: Gvk): boolean {
  return modelOf(gvk) !== undefined;
}

/** The kinds of one API group, for a suggestion. */
export function kindsInGroup({ apiVersion }: Gvk): string[] {
  try {
    return Object.keys(require(`kubernetes-models/${apiVersion}`)).filter((each) => !/^Io[A-Z]/.test(each));
  } catch {
    return [];
  }
}

function modelOf({ apiVersion, kind }: Gvk): Model | undefined {
  try {
    const model = require(`kubernetes-models/${apiVersion}/${kind}`)[kind];
    // The same folder holds the parts of objects (PodSpec), which have no apiVersion.
    return model.apiVersion === apiVersion ? model : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined;
    throw error;
  }
}

function explain(error: SchemaError, inputs: Properties): Failure[] {
  const path = pathOf(error.instancePath);
  if (path.some((_, index) => valueAt(inputs, path.slice(0, index + 1)) === computed)) return [];
  switch (error.keyword) {
    case "type":
    case "oneOf":
    case "anyOf":
      return [];
    case "required":
      return [{ path: [...path, error.params.missingProperty ?? ""], reason: "is required" }];
    case "enum":
      return [{ path, reason: `has to be one of: ${error.params.allowedValues?.join(", ")}` }];
    case "format":
      return [{ path, reason: `is not a valid ${error.params.format}` }];
    default:
      return [{ path, reason: error.message ?? `does not satisfy "${error.keyword}"` }];
  }
}

function pathOf(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll("~1", "/").replaceAll("~0", "~")));
}

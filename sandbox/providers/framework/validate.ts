import type { Fields, Shape } from "./shape.ts";
import { suggestion } from "./suggestion.ts";
import {
  computed,
  formatPath,
  isObject,
  type Path,
  type Properties,
  signatureKey,
  type Value,
} from "./value.ts";

/** One thing wrong with a resource's inputs. The reason never repeats a value: it could be a secret. */
export interface Failure {
  path: Path;
  reason: string;
}

/** All that is wrong with a value, so that a person mends it in one go. */
export function validate(value: Value, shape: Shape, path: Path = []): Failure[] {
  if (value === computed || shape.is === "any") return [];
  switch (shape.is) {
    case "object":
      return isPlain(value)
        ? validateFields(value, shape.fields(), shape.name, path)
        : [mismatch(value, shape, path)];
    case "map":
      if (!isPlain(value)) return [mismatch(value, shape, path)];
      return Object.entries(value).flatMap(([key, each]) => validate(each, shape.of, [...path, key]));
    case "list":
      if (!Array.isArray(value)) return [mismatch(value, shape, path)];
      return value.flatMap((each, index) => validate(each, shape.of, [...path, index]));
    case "integer or string":
      return typeof value === "string" || Number.isInteger(value) ? [] : [mismatch(value, shape, path)];
    case "integer":
      if (!Number.isInteger(value)) return [mismatch(value, shape, path)];
      break;
    default:
      if (typeof value !== shape.is) return [mismatch(value, shape, path)];
  }
  return validateChoice(value, shape, path);
}

function validateChoice(value: Value, shape: Shape, path: Path): Failure[] {
  if ("oneOf" in shape && shape.oneOf && !(shape.oneOf as readonly Value[]).includes(value))
    return [{ path, reason: `has to be one of: ${shape.oneOf.join(", ")}` }];
  if (shape.is === "string" && shape.matches && !shape.matches.test.test(String(value)))
    return [{ path, reason: `has to be ${shape.matches.said}` }];
  return [];
}

function validateFields(value: Properties, fields: Fields, name: string, path: Path): Failure[] {
  const failures: Failure[] = [];
  for (const [key, each] of Object.entries(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field && !field.output) failures.push(...validate(each, field.shape, [...path, key]));
    else failures.push({ path: [...path, key], reason: refuseField(key, fields, name) });
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required && value[key] === undefined)
      failures.push({ path: [...path, key], reason: `is required in ${name}` });
  }
  return failures;
}

function refuseField(key: string, fields: Fields, name: string): string {
  if (Object.hasOwn(fields, key))
    return `is set by the API alone, and cannot be an input of ${name}: remove it`;
  const inputs = Object.keys(fields).filter((each) => !fields[each]?.output);
  return `is not a field of ${name}; ${suggestion(key, inputs)}`;
}

function mismatch(value: Value, shape: Shape, path: Path): Failure {
  return { path, reason: `has to be ${article(shape.is)}, and is ${describe(value)}` };
}

function isPlain(value: Value): value is Properties {
  return isObject(value) && !(signatureKey in value);
}

function describe(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return isPlain(value) ? "an object" : "an asset or a reference to a resource";
  return article(typeof value);
}

function article(noun: string): string {
  return /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

export function formatFailure({ path, reason }: Failure): string {
  return path.length > 0 ? `${formatPath(path)} ${reason}` : reason;
}

import type { Field, Fields, ObjectShape, Shape } from "../framework/shape.ts";
import { isObject, objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";
import type { Definition } from "./definition.ts";
import { metadataShape } from "./models.ts";
import type { Gvk } from "./token.ts";

/** The kinds that CustomResourceDefinitions add: those of the program, as they pass by, and those of the cluster. */
export class CustomKinds {
  readonly #definitions = new Map<string, Definition>();
  readonly #asked = new Map<string, Promise<void>>();

  find({ apiVersion, kind }: Gvk): Definition | undefined {
    return this.#definitions.get(`${apiVersion}/${kind}`);
  }

  /** A hundred objects of a kind that the cluster has defined are checked at once, and ask for it once. */
  learnOnce(name: string, ask: (name: string) => Promise<Properties | undefined> | undefined): Promise<void> {
    const asked = this.#asked.get(name) ?? Promise.resolve(ask(name)).then((crd) => this.learn(crd ?? {}));
    this.#asked.set(name, asked);
    return asked;
  }

  learn(crd: Properties): void {
    const spec = objectAt(crd, "spec");
    const kind = stringAt(objectAt(spec, "names"), "kind");
    const group = stringAt(spec, "group");
    if (kind === undefined || group === undefined || !Array.isArray(spec.versions)) return;
    for (const version of spec.versions.filter(isObject)) {
      const shape = kindShape(kind, objectAt(objectAt(version, "schema"), "openAPIV3Schema"));
      const definition = { shape, namespaced: spec.scope === "Namespaced", validate: () => [] };
      this.#definitions.set(`${group}/${stringAt(version, "name")}/${kind}`, definition);
    }
  }
}

/** What can be said of a kind that nobody has defined yet: its chart, or its cluster, comes later. */
export function undefinedKind({ kind }: Gvk): Definition {
  const whole = kindShape(kind, {});
  const fields = () => ({ ...whole.fields(), spec: anything, data: anything });
  return { shape: { ...whole, fields }, namespaced: undefined, validate: () => [] };
}

const anything: Field = { shape: { is: "any" } };

function kindShape(kind: string, schema: Properties): ObjectShape {
  const root = objectShape(schema, kind);
  const fields: Fields = {
    ...root.fields(),
    apiVersion: { shape: { is: "string" } },
    kind: { shape: { is: "string" } },
    metadata: { shape: metadataShape() },
    status: { shape: { is: "any" }, output: true },
  };
  return { ...root, fields: () => fields };
}

/** A CRD's schema is "structural": every level says its type, and what it does not name is pruned by the API server. */
function shapeOf(schema: Value | undefined, name: string): Shape {
  if (!isObject(schema) || schema["x-kubernetes-preserve-unknown-fields"] === true) return { is: "any" };
  if (schema["x-kubernetes-int-or-string"] === true) return { is: "integer or string" };
  switch (schema.type) {
    case "object":
      if (isObject(schema.additionalProperties))
        return { is: "map", of: shapeOf(schema.additionalProperties, name) };
      return objectShape(schema, name);
    case "array":
      return { is: "list", of: shapeOf(schema.items, name) };
    case "string":
      return Array.isArray(schema.enum) ? { is: "string", oneOf: schema.enum as string[] } : { is: "string" };
    case "number":
    case "integer":
    case "boolean":
      return { is: schema.type };
    default:
      return { is: "any" };
  }
}

function objectShape(schema: Properties, name: string): ObjectShape {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields: Fields = Object.fromEntries(
    Object.entries(objectAt(schema, "properties")).map(([key, each]) => [
      key,
      { shape: shapeOf(each, `${name}.${key}`), required: required.includes(key) },
    ]),
  );
  return { is: "object", name, fields: () => fields };
}

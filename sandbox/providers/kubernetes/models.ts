import { createRequire } from "node:module";
import type { Field, Fields, ObjectShape, Shape } from "../framework/shape.ts";
import type { Gvk } from "./token.ts";

const require = createRequire(import.meta.url);

/** One property in the official client's generated models: the OpenAPI of the API server, without what is required. */
interface Attribute {
  baseName: string;
  type: string;
  format: string;
}

const shapes = new Map<string, ObjectShape>();

/** The shape of a kind that the API server has built in, or undefined where it has none of that name. */
export function builtInShape({ group, version, kind }: Gvk): ObjectShape | undefined {
  const prefix = capitalised(version);
  const groupPrefix = capitalised(group.split(".")[0] || "core");
  // Names that two groups share carry the group: CoreV1Event, EventsV1Event.
  return modelShape(`${prefix}${kind}`, kind) ?? modelShape(`${groupPrefix}${prefix}${kind}`, kind);
}

/** The metadata of every object, custom ones too. */
export function metadataShape(): Shape {
  return shapeOf("V1ObjectMeta", "");
}

function modelShape(
  model: string,
  name = model.replace(/^.*?V\d+(?:(?:alpha|beta)\d+)?/, ""),
): ObjectShape | undefined {
  const known = shapes.get(model);
  if (known) return known;
  const attributes = attributesOf(model);
  if (!attributes) return undefined;
  let fields: Fields | undefined;
  const shape: ObjectShape = {
    is: "object",
    name,
    // Once for each model, when first asked for: a Deployment's hundred models would cost 40 ms all at once.
    fields: () => {
      fields ??= Object.fromEntries(attributes.map((each) => [each.baseName, fieldOf(each)]));
      return fields;
    },
  };
  shapes.set(model, shape);
  return shape;
}

function attributesOf(model: string): Attribute[] | undefined {
  const file = `@kubernetes/client-node/dist/gen/models/${model}.js`;
  try {
    // One file at a time: the client as a whole takes half a second to import.
    return require(file)[model].attributeTypeMap;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function fieldOf({ baseName, type, format }: Attribute): Field {
  // A CRD's subresource and a condition have a status, too, and theirs are the program's.
  return { shape: shapeOf(type, format), output: baseName === "status" && type.endsWith("Status") };
}

function shapeOf(type: string, format: string): Shape {
  const item = /^Array<(.+)>$/.exec(type)?.[1];
  if (item) return { is: "list", of: shapeOf(item, format) };
  const value = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (value) return { is: "map", of: shapeOf(value, format) };
  switch (type) {
    case "any":
      return { is: "any" };
    case "string":
    case "boolean":
      return { is: type };
    case "number":
      return { is: format === "double" ? "number" : "integer" };
    case "IntOrString":
      return { is: "integer or string" };
    case "Date":
    case "V1MicroTime":
      return { is: "string" };
    default: {
      const shape = modelShape(type);
      if (!shape)
        throw new Error(`the models of @kubernetes/client-node name ${type}, and have no such model`);
      return shape;
    }
  }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

import type {
  Struct as StructMessage,
  Value as ValueMessage,
} from "google-protobuf/google/protobuf/struct_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { computed, isObject, type Path, type Properties, signatureKey, type Value } from "./value.ts";

/** Properties, and which of them nobody may see. A path stands for all that lies under it. */
export interface Sealed {
  values: Properties;
  secrets: Path[];
}

const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine has one word for "not known yet" per type; a preview need not tell them apart. */
const unknowns = new Set([
  unknownString,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const { KindCase } = struct.Value;

export function decode(message: StructMessage | undefined): Sealed {
  const secrets: Path[] = [];
  return { values: message ? decodeObject(message, [], secrets) : {}, secrets };
}

function decodeObject(message: StructMessage, path: Path, secrets: Path[]): Properties {
  const values: Properties = {};
  message.getFieldsMap().forEach((value, key) => {
    // A null property is an absent one, as it is for the official providers: `{ spec: undefined }` arrives so.
    if (value.getKindCase() !== KindCase.NULL_VALUE)
      values[key] = decodeValue(value, [...path, key], secrets);
  });
  return values;
}

function decodeValue(message: ValueMessage, path: Path, secrets: Path[]): Value {
  switch (message.getKindCase()) {
    case KindCase.STRING_VALUE: {
      const text = message.getStringValue();
      return unknowns.has(text) ? computed : text;
    }
    case KindCase.NUMBER_VALUE:
      return message.getNumberValue();
    case KindCase.BOOL_VALUE:
      return message.getBoolValue();
    case KindCase.LIST_VALUE:
      return (message.getListValue()?.getValuesList() ?? []).map((each, index) =>
        decodeValue(each, [...path, index], secrets),
      );
    case KindCase.STRUCT_VALUE:
      return decodeStruct(message.getStructValue() ?? new struct.Struct(), path, secrets);
    default:
      return null;
  }
}

function decodeStruct(message: StructMessage, path: Path, secrets: Path[]): Value {
  const fields = message.getFieldsMap();
  if (fields.get(signatureKey)?.getStringValue() !== secretSignature)
    return decodeObject(message, path, secrets);
  secrets.push(path);
  const inner = fields.get("value");
  return inner ? decodeValue(inner, path, []) : null;
}

export function encode({ values, secrets }: Sealed): StructMessage {
  return encodeObject(values, secrets, 0);
}

function encodeObject(values: Properties, secrets: Path[], depth: number): StructMessage {
  const message = new struct.Struct();
  const fields = message.getFieldsMap();
  for (const [key, value] of Object.entries(values)) fields.set(key, encodeAt(value, key, secrets, depth));
  return message;
}

function encodeAt(value: Value, step: string | number, secrets: Path[], depth: number): ValueMessage {
  const inside = secrets.length > 0 ? secrets.filter((path) => path[depth] === step) : secrets;
  if (!inside.some((path) => path.length === depth + 1)) return encodeValue(value, inside, depth + 1);
  const wrapping = new struct.Struct();
  wrapping.getFieldsMap().set(signatureKey, text(secretSignature));
  wrapping.getFieldsMap().set("value", encodeValue(value, [], depth + 1));
  return new struct.Value().setStructValue(wrapping);
}

function encodeValue(value: Value, secrets: Path[], depth: number): ValueMessage {
  if (typeof value === "string") return text(value);
  if (value === computed) return text(unknownString);
  if (typeof value === "number") return new struct.Value().setNumberValue(value);
  if (typeof value === "boolean") return new struct.Value().setBoolValue(value);
  if (isObject(value)) return new struct.Value().setStructValue(encodeObject(value, secrets, depth));
  if (!Array.isArray(value)) return new struct.Value().setNullValue(struct.NullValue.NULL_VALUE);
  const items = value.map((each, index) => encodeAt(each, index, secrets, depth));
  return new struct.Value().setListValue(new struct.ListValue().setValuesList(items));
}

function text(value: string): ValueMessage {
  return new struct.Value().setStringValue(value);
}

import type { BinaryReader, BinaryWriter } from "google-protobuf";
import type { Struct as Message } from "google-protobuf/google/protobuf/struct_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { computed, isObject, type Path, type Properties, signatureKey, type Value } from "./value.ts";

/** Properties, and which of them nobody may see. A path stands for all that lies under it. */
export interface Sealed {
  values: Properties;
  secrets: Path[];
}

export function decode(message: Message | undefined): Sealed {
  return (message && contents.get(message)) ?? { values: {}, secrets: [] };
}

export function encode(sealed: Sealed): Message {
  const message = new struct.Struct();
  contents.set(message, sealed);
  return message;
}

/**
 * Between the wire and plain values there is nothing: google-protobuf's own objects, three for each value,
 * were two thirds of all that this process did while the engine previewed.
 */
const contents = new WeakMap<Message, Sealed>();

struct.Struct.deserializeBinaryFromReader = (message: Message, reader: BinaryReader) => {
  const secrets: Path[] = [];
  contents.set(message, { values: readFields(reader, [], secrets), secrets });
  return message;
};

struct.Struct.serializeBinaryToWriter = (message: Message, writer: BinaryWriter) => {
  const { values, secrets } = decode(message);
  writeFields(values, secrets, 0, writer);
};

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

/** The numbers of google/protobuf/struct.proto. */
const fieldsNumber = 1;
const entryNumbers = { key: 1, value: 2 };
const valueNumbers = { null: 1, number: 2, string: 3, boolean: 4, struct: 5, list: 6 };
const itemsNumber = 1;

function readFields(reader: BinaryReader, path: Path, secrets: Path[]): Properties {
  const values: Properties = {};
  while (reader.nextField()) {
    if (reader.isEndGroup()) break;
    reader.readMessage(values, () => readEntry(reader, values, path, secrets));
  }
  return values;
}

function readEntry(reader: BinaryReader, values: Properties, path: Path, secrets: Path[]): void {
  let key = "";
  let value: Value = null;
  while (reader.nextField()) {
    if (reader.getFieldNumber() === entryNumbers.key) key = reader.readString();
    else
      reader.readMessage(values, () => {
        value = readValue(reader, [...path, key], secrets);
      });
  }
  // A null property is an absent one, as it is for the official providers: `{ spec: undefined }` arrives so.
  if (value !== null) values[key] = value;
}

function readValue(reader: BinaryReader, path: Path, secrets: Path[]): Value {
  let value: Value = null;
  while (reader.nextField()) {
    switch (reader.getFieldNumber()) {
      case valueNumbers.number:
        value = reader.readDouble();
        break;
      case valueNumbers.string:
        value = known(reader.readString());
        break;
      case valueNumbers.boolean:
        value = reader.readBool();
        break;
      case valueNumbers.struct:
        reader.readMessage(unknowns, () => {
          value = readObject(reader, path, secrets);
        });
        break;
      case valueNumbers.list:
        reader.readMessage(unknowns, () => {
          value = readList(reader, path, secrets);
        });
        break;
      default:
        reader.skipField();
    }
  }
  return value;
}

function known(text: string): Value {
  return text.length === unknownString.length && unknowns.has(text) ? computed : text;
}

function readObject(reader: BinaryReader, path: Path, secrets: Path[]): Value {
  const outside = secrets.length;
  const values = readFields(reader, path, secrets);
  if (values[signatureKey] !== secretSignature) return values;
  // What is secret inside of a secret is covered by it.
  secrets.length = outside;
  secrets.push(path);
  return values.value ?? null;
}

function readList(reader: BinaryReader, path: Path, secrets: Path[]): Value {
  const items: Value[] = [];
  while (reader.nextField())
    reader.readMessage(items, () => {
      items.push(readValue(reader, [...path, items.length], secrets));
    });
  return items;
}

function writeFields(values: Properties, secrets: Path[], depth: number, writer: BinaryWriter): void {
  for (const key of Object.keys(values))
    writer.writeMessage(fieldsNumber, values, () => {
      writer.writeString(entryNumbers.key, key);
      writer.writeMessage(entryNumbers.value, values, () =>
        writeSealed(values[key] ?? null, key, secrets, depth, writer),
      );
    });
}

function writeSealed(
  value: Value,
  step: string | number,
  secrets: Path[],
  depth: number,
  writer: BinaryWriter,
) {
  const inside = secrets.length > 0 ? secrets.filter((path) => path[depth] === step) : secrets;
  if (!inside.some((path) => path.length === depth + 1)) return writeValue(value, inside, depth + 1, writer);
  writeValue({ [signatureKey]: secretSignature, value }, [], 0, writer);
}

function writeValue(value: Value, secrets: Path[], depth: number, writer: BinaryWriter): void {
  if (typeof value === "string") writer.writeString(valueNumbers.string, value);
  else if (value === computed) writer.writeString(valueNumbers.string, unknownString);
  else if (typeof value === "number") writer.writeDouble(valueNumbers.number, value);
  else if (typeof value === "boolean") writer.writeBool(valueNumbers.boolean, value);
  else if (isObject(value))
    writer.writeMessage(valueNumbers.struct, value, () => writeFields(value, secrets, depth, writer));
  else if (Array.isArray(value))
    writer.writeMessage(valueNumbers.list, value, () => {
      for (const [index, item] of value.entries())
        writer.writeMessage(itemsNumber, value, () => writeSealed(item, index, secrets, depth, writer));
    });
  else writer.writeEnum(valueNumbers.null, 0);
}

import type { Field, ObjectShape } from "../framework/shape.ts";
import { checkTable, diffTable, type Table } from "../framework/table.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, equal, isObject, type Properties, type Value } from "../framework/value.ts";
import type { ResourceKind } from "../framework/vendor.ts";
import type { Client, Form } from "./client.ts";

/** One property of a resource: what the program writes, and how the API says the same. */
export interface Property {
  field: Field;
  /** The API's parameter; without one, it is no part of what the API keeps. */
  api?: string;
  write?(value: Value): string | readonly string[] | undefined;
  read?(value: Value, live: Properties): Value | undefined;
  /** The API fills it in where the program says nothing, and that is no difference. */
  filled?: boolean;
  /** Never told by the API. */
  hidden?: boolean;
}

/** A kind of which each property is a parameter of the API. */
export interface Kind {
  name: string;
  properties: { [key: string]: Property };
  autoname?: boolean;
  rules?(inputs: Properties): Failure[];
  id(inputs: Properties): string;
  /** What of the inputs its id tells: enough to read it, where it is imported. */
  named(id: string): Properties;
  /** Where it is made and by which method; without one it is always there, and only ever changed. */
  list?(inputs: Properties): string;
  creates?: "POST" | "PUT";
  one(inputs: Properties): string;
  /** The method of a change. */
  writes?: "PUT" | "POST";
  /** Parameters that go with it into the API beside the properties. */
  more?(inputs: Properties): Form;
  /** Parameters that are said only when it is changed. */
  changes?(inputs: Properties): Form;
  /** Nothing is sent when it is changed; or never, for all that there is to it follows in `settle`. */
  silent?: "changes" | "always";
  /** Parameters that are said only when it is made. */
  made?: Form;
  /** Parameters that are part of its path once it is made. */
  key?: readonly string[];
  /** Whether the API takes `delete` for what is to be unset: else it is set to nothing. */
  unsets?: "delete" | "empty" | "default";
  /** How one is found, where the API gives no single one. */
  find?(client: Client, inputs: Properties, signal: AbortSignal): Promise<Properties | undefined>;
  remove?(client: Client, inputs: Properties, signal: AbortSignal): Promise<void>;
  /** What of the answer to its making nobody is told again. */
  answered?(answer: Properties): Properties;
  /** What has to follow a change: a node's network is planned first, and then reloaded. */
  settle?(client: Client, inputs: Properties, signal: AbortSignal, before?: Properties): Promise<void>;
  secrets?: readonly string[];
}

/** What a program may say, as a table. */
function tableOf({ name, properties, autoname, rules }: Kind): Table {
  const fields = Object.fromEntries(Object.entries(properties).map(([key, { field }]) => [key, field]));
  const shape: ObjectShape = { is: "object", name, fields: () => fields };
  return { shape, ...(autoname && { autoname }), ...(rules && { rules }) };
}

export function recordKind(record: Kind, client: Client): ResourceKind {
  const table = tableOf(record);
  const { id, named, one, list, key = [] } = record;
  const outputs = Object.keys(record.properties).filter((each) => record.properties[each]?.field.output);

  const live = async (inputs: Properties, signal: AbortSignal) => {
    const found = await (record.find
      ? record.find(client, inputs, signal)
      : client.find({ path: one(inputs), signal }));
    return found && decoded(record, found);
  };
  const stateOf = async (inputs: Properties, signal: AbortSignal) =>
    withoutBookkeeping({ ...(await live(inputs, signal)), ...inputs });

  return {
    ...(record.secrets && { secrets: record.secrets.map((each) => [each]) }),
    check: (request) => checkTable(table, request),
    diff: (request) => diffTable(table, request),
    preview: ({ inputs, state }) => ({
      ...Object.fromEntries(outputs.map((each) => [each, state?.[each] ?? computed])),
      ...withoutBookkeeping(inputs),
    }),
    async create({ inputs, signal }) {
      const form = { ...encoded(record, inputs, true), ...record.more?.(inputs), ...record.made };
      const method = record.creates ?? (list ? "POST" : (record.writes ?? "PUT"));
      const path = list?.(inputs) ?? one(inputs);
      const answer = record.silent === "always" ? null : await client.task({ method, path, form, signal });
      await record.settle?.(client, inputs, signal);
      const told = isObject(answer) ? record.answered?.(answer) : undefined;
      return { id: id(inputs), state: { ...(await stateOf(inputs, signal)), ...told } };
    },
    async update({ inputs, state, signal }) {
      const [before, after] = [encoded(record, state, false), encoded(record, inputs, false)];
      const gone = Object.keys(before).filter((each) => after[each] === undefined);
      const unset =
        gone.length === 0 || record.unsets === "default"
          ? {}
          : record.unsets === "empty"
            ? Object.fromEntries(gone.map((each) => [each, ""]))
            : { delete: gone.join(",") };
      const form = {
        ...omitted(after, key),
        ...unset,
        ...record.more?.(inputs),
        ...record.changes?.(inputs),
      };
      if (!record.silent)
        await client.task({ method: record.writes ?? "PUT", path: one(state), form, signal });
      await record.settle?.(client, inputs, signal, state);
      return { ...only(state, outputs), ...(await stateOf(inputs, signal)) };
    },
    async read({ id: given, state, inputs, signal }) {
      const address = { ...named(given), ...withoutBookkeeping(state) };
      const found = await live(address, signal);
      if (!found) return undefined;
      const now = { ...named(given), ...found };
      return {
        id: given,
        state: { ...withoutBookkeeping(state), ...now },
        inputs: inputsNow(record, inputs, now),
      };
    },
    async remove({ state, inputs, signal }) {
      const before = { ...state, ...withoutBookkeeping(inputs) };
      if (record.remove) return record.remove(client, before, signal);
      if (!list) return;
      await client.drop({ path: one(before), signal });
      await record.settle?.(client, before, signal);
    },
  };
}

function encoded({ properties }: Kind, values: Properties, creating: boolean): Form {
  const form: Form = {};
  for (const [key, { api, write, field }] of Object.entries(properties)) {
    const value = values[key];
    if (api === undefined || value === undefined || value === null || field.output) continue;
    if (field.replaces && !creating) continue;
    const text = write ? write(value) : plain(value);
    if (text !== undefined) form[api] = text;
  }
  return form;
}

function plain(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

function decoded({ properties }: Kind, live: Properties): Properties {
  const values: Properties = {};
  for (const [key, { api, read, field, hidden }] of Object.entries(properties)) {
    const value = api === undefined ? undefined : live[api];
    if (hidden || value === undefined || value === null || value === "") continue;
    const told = read ? read(value, live) : typed(value, field);
    if (told !== undefined) values[key] = told;
  }
  return values;
}

/** The API says numbers and switches as it pleases: as numbers, or as texts. */
export function typed(value: Value, { shape }: Field): Value {
  if (shape.is === "boolean") return value === 1 || value === "1" || value === true;
  if (shape.is === "integer" || shape.is === "number") return Number(value);
  if (shape.is === "string") return String(value);
  return value;
}

/**
 * The inputs as they are now. What the program says is told as the API has it; what it does not say, and somebody
 * else has set, is told too, so that the next update unsets it.
 */
function inputsNow({ properties }: Kind, inputs: Properties, now: Properties): Properties {
  const importing = Object.keys(inputs).length === 0;
  const result: Properties = {};
  for (const [key, { field, api, filled, hidden }] of Object.entries(properties)) {
    if (field.output) continue;
    const before = inputs[key];
    if (before !== undefined && (api === undefined || hidden)) result[key] = before;
    else if (before !== undefined) {
      const value = now[key];
      const isNothing = before === "" || before === false || (Array.isArray(before) && before.length === 0);
      if (value === undefined) {
        if (isNothing) result[key] = before;
      } else result[key] = sameSet(before, value, field) ? before : value;
    } else if (now[key] !== undefined && (importing || !filled)) result[key] = now[key];
  }
  return isObject(inputs) && inputs.__defaults !== undefined
    ? { ...result, __defaults: inputs.__defaults }
    : result;
}

function sameSet(a: Value, b: Value, { shape }: Field): boolean {
  if (shape.is !== "list" || !shape.unordered || !Array.isArray(a) || !Array.isArray(b)) return equal(a, b);
  return a.length === b.length && a.every((each) => b.some((other) => equal(each, other)));
}

export function withoutBookkeeping({ __defaults: _, ...rest }: Properties): Properties {
  return rest;
}

function omitted(form: Form, keys: readonly string[]): Form {
  return Object.fromEntries(Object.entries(form).filter(([key]) => !keys.includes(key)));
}

function only(values: Properties, keys: readonly string[]): Properties {
  const result: Properties = {};
  for (const key of keys) if (values[key] !== undefined) result[key] = values[key];
  return result;
}

import type { Fields } from "../framework/shape.ts";
import { checkTable, diffTable, type Table } from "../framework/table.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, equal, isObject, type Path, type Properties, type Value } from "../framework/value.ts";
import type { ApplyRequest, Diff, Existing, Made, ResourceKind } from "../framework/vendor.ts";
import type { TailscaleApi } from "./api.ts";

/** A kind of resource: a table of its properties, and the calls behind it. */
export interface Definition {
  name: string;
  fields: Fields;
  secrets?: readonly Path[];
  rules?: (inputs: Properties) => Failure[];
  /** What the API fills in where the program says nothing: that it is not said is no change. */
  fluid?: readonly string[];
  /** Gives the id, and what the API says beside the inputs. */
  create(api: TailscaleApi, request: ApplyRequest): Promise<Made>;
  update(api: TailscaleApi, request: ApplyRequest & Existing): Promise<Properties>;
  /** Asks in a preview already, and throws what would be refused. */
  foresee?(api: TailscaleApi, request: ApplyRequest): Promise<void>;
  /** All properties as they are now, or undefined where it is gone. */
  read(api: TailscaleApi, request: Existing): Promise<Made | undefined>;
  remove(api: TailscaleApi, request: Existing): Promise<void>;
  /** Whether two values that differ mean the same. */
  same?(key: string, before: Value, after: Value): boolean;
  /** What the state says beyond the inputs about what has to be done. */
  due?(state: Properties, inputs: Properties): Diff["changes"];
}

export function kindOf(definition: Definition, api: TailscaleApi): ResourceKind {
  const { name, fields, rules, secrets, same = () => false } = definition;
  const table: Table = {
    shape: { is: "object", name, fields: () => fields },
    ...(rules && { rules }),
  };
  const outputs = Object.keys(fields).filter((key) => fields[key]?.output);
  return {
    ...(secrets && { secrets }),
    check: (request) => checkTable(table, request),
    diff: (request) => {
      const { before, state, inputs } = request;
      const { changes } = diffTable(table, request);
      const kept = changes.filter(({ path: [key], kind }) => {
        const name = String(key);
        const old = before[name];
        const now = inputs[name];
        if (kind === "delete" && now === undefined && definition.fluid?.includes(name)) return false;
        return old === undefined || now === undefined || !same(name, old, now);
      });
      return { changes: [...kept, ...(definition.due?.(state, inputs) ?? [])] };
    },
    async preview(request) {
      await definition.foresee?.(api, request);
      const { state = Object.fromEntries(outputs.map((key) => [key, computed])), inputs } = request;
      return { ...state, ...own(inputs) };
    },
    async create(request) {
      const { id, state } = await definition.create(api, request);
      return { id, state: { ...own(request.inputs), ...state } };
    },
    async update(request) {
      const told = await definition.update(api, request);
      return { ...request.state, ...own(request.inputs), ...told };
    },
    async read(request) {
      const found = await definition.read(api, request);
      if (!found) return undefined;
      const { id, state } = found;
      const inputs = reread(request.inputs, state, definition);
      return { id, state: { ...request.state, ...state, ...own(inputs) }, inputs };
    },
    remove: (request) => definition.remove(api, request),
  };
}

/** Without what the framework notes for itself. */
function own({ __defaults, ...inputs }: Properties): Properties {
  return inputs;
}

/** The inputs that would have made what is there. What a program need not say is only said where it matters. */
function reread(before: Properties, live: Properties, { fields, fluid, same }: Definition): Properties {
  const inputs: Properties = { ...before };
  const importing = Object.keys(own(before)).length === 0;
  for (const [key, field] of Object.entries(fields)) {
    const value = live[key];
    if (field.output || value === undefined) continue;
    const old = before[key];
    if (old !== undefined && (equal(old, value) || same?.(key, old, value))) continue;
    const said = old !== undefined || field.required || field.default !== undefined;
    if (said || (!isEmpty(value) && (importing || !fluid?.includes(key)))) inputs[key] = value;
  }
  return inputs;
}

function isEmpty(value: Value): boolean {
  if (isObject(value) || Array.isArray(value)) return Object.keys(value).length === 0;
  return value === "" || value === false;
}

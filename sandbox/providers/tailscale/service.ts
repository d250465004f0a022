import {
  defaulting,
  type Fields,
  list,
  matching,
  replacing,
  required,
  set,
  string,
} from "../framework/shape.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import type { TailscaleApi } from "./api.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";

const fields: Fields = {
  comment: defaulting(string, ""),
  name: replacing(required(matching(/^svc:/, 'a name that begins with "svc:"'))),
  ports: required(set(string)),
  tags: set(string),
  addrs: { ...list(string), output: true },
};

/** A name and addresses of its own for what several machines may serve. Its name is its id. */
export const service: Definition = {
  name: "Service",
  fields,
  async create(api, { inputs, signal }) {
    const id = stringAt(inputs, "name") ?? "";
    return { id, state: await write(api, id, inputs, [], signal) };
  },
  update: (api, { id, inputs, state, signal }) => write(api, id, inputs, words(state.addrs), signal),
  async read(api, { id, signal }) {
    const found = await api.find(pathOf(api, id), signal);
    return found && { id, state: stateOf(found) };
  },
  async remove(api, { id, signal }) {
    await api.delete(pathOf(api, id), signal);
  },
};

async function write(
  api: TailscaleApi,
  name: string,
  inputs: Properties,
  addrs: string[],
  signal: AbortSignal,
): Promise<Properties> {
  const { comment, ports } = inputs;
  const body = { name, comment, ports, tags: words(inputs.tags), ...(addrs.length > 0 && { addrs }) };
  await api.set(pathOf(api, name), body, signal, "PUT");
  return stateOf(await api.get(pathOf(api, name), signal));
}

function stateOf({ name, comment, addrs, ports, tags }: Properties): Properties {
  return {
    name: name ?? "",
    comment: comment ?? "",
    addrs: words(addrs),
    ports: words(ports),
    tags: words(tags),
  };
}

function pathOf(api: TailscaleApi, name: string): string {
  return api.tailnet(`vip-services/${encodeURIComponent(name)}`);
}

import { randomUUID } from "node:crypto";
import { ApiRefusal } from "../framework/http.ts";
import { boolean, defaulting, type Field, replacing, required, set, string } from "../framework/shape.ts";
import { type Properties, stringAt, type Value } from "../framework/value.ts";
import type { TailscaleApi } from "./api.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";

/** One thing about a device that is set by itself; the device comes and goes on its own. */
interface Aspect {
  name: string;
  property: string;
  field: Field;
  /** Under the device's own path. */
  path: string;
  /** As the API has it in a device. */
  valueIn(device: Properties): Value;
  /** What is left behind; without it, everything stays as it is. */
  afterwards?: Value;
}

function aspect({ name, property, field, path, valueIn, afterwards }: Aspect): Definition {
  const write = (api: TailscaleApi, id: string, value: Value | undefined, signal: AbortSignal) =>
    api.set(`${pathOf(id)}/${path}`, { [property]: value }, signal);
  return {
    name,
    fields: { deviceId: replacing(required(string)), [property]: field },
    async create(api, { inputs, signal }) {
      const id = stringAt(inputs, "deviceId") ?? "";
      await write(api, id, inputs[property], signal);
      return { id, state: {} };
    },
    async update(api, { id, inputs, signal }) {
      await write(api, id, inputs[property], signal);
      return {};
    },
    async read(api, { id, signal }) {
      const device = await api.find(pathOf(id), signal);
      return device && { id, state: { deviceId: id, [property]: valueIn(device) } };
    },
    async remove(api, { id, signal }) {
      if (afterwards !== undefined) await unlessGone(write(api, id, afterwards, signal));
    },
  };
}

/** Whether a device may take part. Taking the resource away leaves that as it is. */
export const deviceAuthorization = aspect({
  name: "DeviceAuthorization",
  property: "authorized",
  field: required(boolean),
  path: "authorized",
  valueIn: ({ authorized }) => authorized ?? false,
});

export const deviceTags = aspect({
  name: "DeviceTags",
  property: "tags",
  field: required(set(string)),
  path: "tags",
  valueIn: ({ tags }) => words(tags),
  afterwards: [],
});

export const deviceKey = aspect({
  name: "DeviceKey",
  property: "keyExpiryDisabled",
  field: defaulting(boolean, false),
  path: "key",
  valueIn: ({ keyExpiryDisabled }) => keyExpiryDisabled ?? false,
  afterwards: false,
});

/** Which of the networks behind a device are reached through it. */
export const deviceSubnetRoutes: Definition = {
  name: "DeviceSubnetRoutes",
  fields: { deviceId: replacing(required(string)), routes: required(set(string)) },
  async create(api, { inputs, signal }) {
    await api.set(`${pathOf(String(inputs.deviceId))}/routes`, { routes: inputs.routes }, signal);
    return { id: randomUUID(), state: {} };
  },
  async update(api, { inputs, signal }) {
    await api.set(`${pathOf(String(inputs.deviceId))}/routes`, { routes: inputs.routes }, signal);
    return {};
  },
  // It is imported by the id of its device, and has one of its own from then on.
  async read(api, { id, state, signal }) {
    const known = stringAt(state, "deviceId");
    const deviceId = known ?? id;
    const found = await api.find(`${pathOf(deviceId)}/routes`, signal);
    return (
      found && {
        id: known === undefined ? randomUUID() : id,
        state: { deviceId, routes: words(found.enabledRoutes) },
      }
    );
  },
  async remove(api, { state, signal }) {
    await unlessGone(api.set(`${pathOf(String(state.deviceId))}/routes`, { routes: [] }, signal));
  },
};

function pathOf(id: string): string {
  return `/api/v2/device/${encodeURIComponent(id)}`;
}

/** With the device, everything about it is gone. */
async function unlessGone(done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
  }
}

import { isIPv4 } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf, words } from "./body.ts";
import { parseRoute } from "./policy/index.ts";
import type { Planted } from "./seed.ts";
import type { Device, State } from "./state.ts";
import { checkTags } from "./tags.ts";

const one = "/api/v2/device/:device";

/** The machines of a tailnet. They come by themselves; here they are looked at, named, tagged and let in. */
export function deviceRoutes(app: FastifyInstance, state: State, seed: Planted): void {
  const { devices } = state;
  const found = ({ params }: FastifyRequest): Device => {
    const { device: id } = params as { device: string };
    const device = devices.get(id) ?? devices.all().find((each) => each.id === id);
    if (!device) throw new ApiError(404, "no manageable device matching this ID found");
    return device;
  };
  const change = (device: Device, changes: Partial<Device>) => {
    devices.put(device.nodeId, { ...device, ...changes });
    return {};
  };
  const view = (device: Device, { query }: FastifyRequest) => {
    const { fields } = query as { fields?: string };
    return viewOf(device, seed.tailnet, fields === "all");
  };

  app.get("/api/v2/tailnet/:tailnet/devices", (request) => {
    const { fields: _, ...filters } = request.query as Record<string, string | string[]>;
    const all = devices.all().map((device) => view(device, request));
    return { devices: all.filter((device) => passes(device, filters)) };
  });
  app.get(one, (request) => view(found(request), request));
  app.delete(one, (request) => {
    devices.delete(found(request).nodeId);
    return {};
  });

  app.post(`${one}/authorized`, (request) =>
    change(found(request), bodyOf(request, z.object({ authorized: z.boolean() }))),
  );
  app.post(`${one}/key`, (request) =>
    change(found(request), bodyOf(request, z.object({ keyExpiryDisabled: z.boolean() }))),
  );
  app.post(`${one}/tags`, (request) => {
    const { tags } = bodyOf(request, z.object({ tags: words }));
    checkTags(tags, request.caller, state);
    return change(found(request), { tags: [...new Set(tags)] });
  });
  app.post(`${one}/name`, (request) => {
    const device = found(request);
    const { name } = bodyOf(request, z.object({ name: z.string() }));
    const suffix = `.${seed.tailnet}`;
    const label = name.endsWith(suffix) ? name.slice(0, -suffix.length) : name || device.hostname;
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
      throw new ApiError(400, `"${label}" is no name for a device: use letters, digits and dashes`);
    if (devices.all().some((each) => each.name === label && each.nodeId !== device.nodeId))
      throw new ApiError(409, `name "${label}" is already in use`);
    return change(device, { name: label });
  });
  app.post(`${one}/ip`, (request) => {
    const device = found(request);
    const { ipv4 } = bodyOf(request, z.object({ ipv4: z.string().refine(isIPv4, "is no IPv4 address") }));
    if (devices.all().some((each) => each.addresses.includes(ipv4) && each.nodeId !== device.nodeId))
      throw new ApiError(409, `address ${ipv4} is already in use`);
    return change(device, { addresses: [ipv4, ...device.addresses.filter((each) => !isIPv4(each))] });
  });

  app.get(`${one}/routes`, (request) => routesOf(found(request)));
  app.post(`${one}/routes`, (request) => {
    const device = found(request);
    const { routes } = bodyOf(request, z.object({ routes: words }));
    const wrong = routes.find((route) => !parseRoute(route));
    if (wrong !== undefined)
      throw new ApiError(400, `invalid route "${wrong}": write a network such as 10.0.0.0/24`);
    const enabledRoutes = [...new Set(routes)].toSorted();
    change(device, { enabledRoutes });
    return routesOf({ ...device, enabledRoutes });
  });

  app.get(`${one}/attributes`, (request) => {
    const { attributes, os } = found(request);
    return { attributes: { "node:os": os, ...attributes }, expiries: {} };
  });
  app.post(`${one}/attributes/:attribute`, (request) => {
    const device = found(request);
    const { attribute } = request.params as { attribute: string };
    if (!attribute.startsWith("custom:"))
      throw new ApiError(400, `attribute "${attribute}" cannot be set: only those in "custom:" can`);
    const { value } = bodyOf(request, z.object({ value: z.union([z.string(), z.number(), z.boolean()]) }));
    return change(device, { attributes: { ...device.attributes, [attribute]: value } });
  });
  app.delete(`${one}/attributes/:attribute`, (request) => {
    const device = found(request);
    const { attribute } = request.params as { attribute: string };
    const { [attribute]: _, ...attributes } = device.attributes;
    return change(device, { attributes });
  });
}

function routesOf({ advertisedRoutes, enabledRoutes }: Device) {
  return { advertisedRoutes, enabledRoutes };
}

function viewOf(device: Device, tailnet: string, whole: boolean) {
  return {
    addresses: device.addresses,
    id: device.id,
    nodeId: device.nodeId,
    user: device.tags.length > 0 ? "tagged-devices" : device.user,
    name: `${device.name}.${tailnet}`,
    hostname: device.hostname,
    clientVersion: "1.98.1",
    updateAvailable: false,
    os: device.os,
    created: device.created,
    connectedToControl: true,
    keyExpiryDisabled: device.keyExpiryDisabled,
    // Go's way to say never.
    expires: device.keyExpiryDisabled ? "0001-01-01T00:00:00Z" : device.expires,
    authorized: device.authorized,
    isExternal: false,
    isEphemeral: false,
    machineKey: device.machineKey,
    nodeKey: device.nodeKey,
    blocksIncomingConnections: false,
    tailnetLockError: "",
    tailnetLockKey: "",
    ...(device.tags.length > 0 && { tags: device.tags }),
    ...(whole && {
      ...routesOf(device),
      sshEnabled: false,
      clientConnectivity: {
        endpoints: [],
        derp: "",
        mappingVariesByDestIP: false,
        latency: {},
        clientSupports: { hairPinning: false, ipv6: false, pcp: false, pmp: false, udp: true, upnp: false },
      },
    }),
  };
}

/** Of each field that is asked for, the device has to have one of the values. */
function passes(device: Record<string, unknown>, filters: Record<string, string | string[]>): boolean {
  return Object.entries(filters).every(([field, wanted]) => {
    const has = [device[field]].flat().map(String);
    return [wanted].flat().some((value) => has.includes(value));
  });
}

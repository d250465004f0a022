import type { Api } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { now } from "../ids.ts";
import type { World } from "../world.ts";
import { fits, settings } from "./setting.ts";

export function settingRoutes(api: Api, world: World): void {
  const shown = (zone: string, id: string) => {
    const setting = settings[id] ?? refuse(400, 1006, `Unrecognized zone setting name: ${id}`);
    const touched = world.zoneSettings.get(`${zone}/${id}`);
    const editable = !setting.paid || world.zone(zone).plan !== "free";
    return { id, editable, modified_on: null, value: setting.initially, ...touched };
  };
  const changed = (zone: string, id: string, value: unknown) => {
    const setting = settings[id];
    const { editable } = shown(zone, id);
    if (!editable) refuse(403, 1015, `Not allowed to edit setting for ${id}`);
    if (!fits(value, setting)) refuse(400, 1007, `Invalid value for zone setting ${id}`);
    world.zoneSettings.put(`${zone}/${id}`, { value, modified_on: now("microseconds") });
    return shown(zone, id);
  };

  api.get("/zones/:zone/settings", ({ at }) => {
    const { id } = world.zone(at("zone"));
    return ok(Object.keys(settings).map((name) => shown(id, name)));
  });
  api.get("/zones/:zone/settings/:setting", ({ at }) => ok(shown(world.zone(at("zone")).id, at("setting"))));
  api.patch("/zones/:zone/settings/:setting", ({ at, body }) =>
    ok(changed(world.zone(at("zone")).id, at("setting"), body().value)),
  );
}

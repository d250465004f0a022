import { boolean, number, required, string } from "../../framework/shape.ts";
import { filled, inPath, output } from "../column.ts";
import type { SettingKind } from "../setting-kind.ts";

/** As in the ZoneSetting class of @pulumi/cloudflare. */
export const zoneSetting: SettingKind = {
  name: "ZoneSetting",
  columns: {
    zoneId: inPath(required(string)),
    settingId: inPath(required(string)),
    value: required({ shape: { is: "any" } }),
    enabled: filled(boolean),
    editable: output(boolean),
    modifiedOn: output(string),
    timeRemaining: output(number),
  },
  importId: "<zone_id>/<setting_id>",
  path: ({ zoneId, settingId }) => `/zones/${String(zoneId)}/settings/${String(settingId)}`,
  set: "PATCH",
  idKey: "settingId",
};

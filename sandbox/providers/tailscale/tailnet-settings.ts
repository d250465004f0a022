import { boolean, type Fields, integer, matching, oneOf } from "../framework/shape.ts";
import type { Properties } from "../framework/value.ts";
import { setting } from "./setting.ts";

const fields: Fields = {
  aclsExternalLink: matching(/^https?:\/\//, "a URL with http or https"),
  aclsExternallyManagedOn: boolean,
  devicesApprovalOn: boolean,
  devicesAutoUpdatesOn: boolean,
  devicesKeyDurationDays: integer,
  httpsEnabled: boolean,
  networkFlowLoggingOn: boolean,
  postureIdentityCollectionOn: boolean,
  regionalRoutingOn: boolean,
  usersApprovalOn: boolean,
  usersRoleAllowedToJoinExternalTailnet: oneOf("none", "member", "admin"),
};

/** The one name that is not the same to the API. */
const ours = "usersRoleAllowedToJoinExternalTailnet";
const theirs = "usersRoleAllowedToJoinExternalTailnets";

/** The switches of the tailnet. What is not said stays, and what was set stays when the resource goes. */
export const tailnetSettings = setting({
  name: "TailnetSettings",
  fields,
  fluid: Object.keys(fields),
  async write(api, inputs, signal) {
    const said = Object.keys(fields).filter((key) => inputs[key] !== undefined);
    const body = Object.fromEntries(said.map((key) => [key === ours ? theirs : key, inputs[key]]));
    return renamed(await api.set(api.tailnet("settings"), body, signal, "PATCH"));
  },
  async read(api, _, signal) {
    return renamed(await api.get(api.tailnet("settings"), signal));
  },
});

function renamed({ [theirs]: role, ...settings }: Properties): Properties {
  return role === undefined ? settings : { ...settings, [ours]: role };
}

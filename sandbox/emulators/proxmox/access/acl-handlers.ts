import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { type Acl, aclsOf, groupsOf, rolesOf, tokensOf, usersOf } from "./accounts.ts";

export const aclHandlers: Handlers = {
  "GET /access/acl": ({ datacenter }) => aclsOf(datacenter).all(),
  "PUT /access/acl": changeAcl,
};

function changeAcl(call: Call): null {
  const { datacenter, parameters } = call;
  const path = `/${String(parameters.path).replace(/^\/+|\/+$/g, "")}`;
  const propagate = Number(parameters.propagate ?? 1);
  const who: [Acl["type"], string, (id: string) => boolean][] = [
    ["user", "users", (id) => usersOf(datacenter).has(id)],
    ["group", "groups", (id) => groupsOf(datacenter).has(id)],
    ["token", "tokens", (id) => tokensOf(datacenter).has(id)],
  ];
  for (const roleid of listItems(String(parameters.roles))) {
    if (!rolesOf(datacenter).has(roleid)) throw new PveError(`role '${roleid}' does not exist`);
    for (const [type, parameter, exists] of who)
      for (const ugid of listItems(String(parameters[parameter] ?? ""))) {
        if (!exists(ugid)) throw new PveError(`${type} '${ugid}' does not exist`);
        const id = JSON.stringify([path, type, ugid, roleid]);
        if (parameters.delete) aclsOf(datacenter).delete(id);
        else aclsOf(datacenter).put(id, { path, type, ugid, roleid, propagate });
      }
  }
  return null;
}

/** What is gone has no rights left. */
export function removeAcls({ datacenter }: Call, goes: (acl: Acl) => boolean): void {
  for (const acl of aclsOf(datacenter).all().filter(goes))
    aclsOf(datacenter).delete(JSON.stringify([acl.path, acl.type, acl.ugid, acl.roleid]));
}

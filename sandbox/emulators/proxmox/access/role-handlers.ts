import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { rolesOf } from "./accounts.ts";
import { removeAcls } from "./acl-handlers.ts";
import { allPrivileges } from "./roles.ts";

export const roleHandlers: Handlers = {
  "GET /access/roles": ({ datacenter }) =>
    rolesOf(datacenter)
      .all()
      .map(({ privs, ...role }) => ({ ...role, privs: privs.join(",") })),
  "POST /access/roles": ({ datacenter, parameters }) => {
    const roleid = String(parameters.roleid);
    if (rolesOf(datacenter).has(roleid))
      throw new PveError(`create role failed: role '${roleid}' already exists`);
    rolesOf(datacenter).put(roleid, { roleid, privs: privileges(parameters.privs), special: 0 });
    return null;
  },
  "GET /access/roles/{roleid}": (call) => Object.fromEntries(foundRole(call).privs.map((each) => [each, 1])),
  "PUT /access/roles/{roleid}": (call) => {
    const role = foundRole(call);
    if (role.special) throw new PveError(`auto-generated role '${role.roleid}' cannot be modified`);
    const privs = privileges(call.parameters.privs);
    const all = call.parameters.append ? [...new Set([...role.privs, ...privs])] : privs;
    rolesOf(call.datacenter).put(role.roleid, { ...role, privs: all });
    return null;
  },
  "DELETE /access/roles/{roleid}": (call) => {
    const { roleid, special } = foundRole(call);
    if (special) throw new PveError(`auto-generated role '${roleid}' cannot be deleted`);
    rolesOf(call.datacenter).delete(roleid);
    removeAcls(call, (acl) => acl.roleid === roleid);
    return null;
  },
};

function foundRole({ datacenter, parameters }: Call) {
  const role = rolesOf(datacenter).get(String(parameters.roleid));
  if (!role) throw new PveError(`role '${parameters.roleid}' does not exist`);
  return role;
}

function privileges(text: unknown): string[] {
  const named = listItems(String(text ?? ""));
  for (const each of named)
    if (!allPrivileges.includes(each)) throw new PveError(`invalid privilege '${each}'`);
  return named;
}

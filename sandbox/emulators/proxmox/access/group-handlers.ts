import { type Call, type Handlers, PveError } from "../api/index.ts";
import { groupsOf, usersOf } from "./accounts.ts";
import { removeAcls } from "./acl-handlers.ts";

export const groupHandlers: Handlers = {
  "GET /access/groups": (call) =>
    groupsOf(call.datacenter)
      .all()
      .map((group) => ({ ...group, users: membersOf(call, group.groupid).join(",") })),
  "POST /access/groups": ({ datacenter, parameters }) => {
    const groupid = String(parameters.groupid);
    if (groupsOf(datacenter).has(groupid))
      throw new PveError(`create group failed: group '${groupid}' already exists`);
    groupsOf(datacenter).put(groupid, { groupid, ...comment(parameters.comment) });
    return null;
  },
  "GET /access/groups/{groupid}": (call) => {
    const { groupid, ...group } = foundGroup(call);
    return { ...group, members: membersOf(call, groupid) };
  },
  "PUT /access/groups/{groupid}": (call) => {
    const { groupid } = foundGroup(call);
    groupsOf(call.datacenter).put(groupid, { groupid, ...comment(call.parameters.comment) });
    return null;
  },
  "DELETE /access/groups/{groupid}": (call) => {
    const { groupid } = foundGroup(call);
    groupsOf(call.datacenter).delete(groupid);
    const users = usersOf(call.datacenter);
    for (const user of users.all().filter(({ groups }) => groups.includes(groupid)))
      users.put(user.userid, { ...user, groups: user.groups.filter((each) => each !== groupid) });
    removeAcls(call, (acl) => acl.type === "group" && acl.ugid === groupid);
    return null;
  },
};

function foundGroup({ datacenter, parameters }: Call) {
  const group = groupsOf(datacenter).get(String(parameters.groupid));
  if (!group) throw new PveError(`group '${parameters.groupid}' does not exist`);
  return group;
}

function membersOf({ datacenter }: Call, groupid: string): string[] {
  return usersOf(datacenter)
    .all()
    .filter(({ groups }) => groups.includes(groupid))
    .map(({ userid }) => userid);
}

function comment(text: unknown) {
  return text === undefined || text === "" ? {} : { comment: String(text) };
}

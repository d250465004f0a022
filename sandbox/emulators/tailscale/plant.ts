import type { Planted } from "./seed.ts";
import { hashOf, randomWord, type State, stableId, timestamp } from "./state.ts";

/** How long a device is trusted that has just signed in. */
const keyDays = 180;

/** What a new tailnet has, and what the seed says is in it. */
export function plantTailnet(state: State, seed: Planted): void {
  const once = (id: string, plant: () => void) => {
    if (state.planted.has(id)) return;
    state.planted.put(id, true);
    plant();
  };
  once("tailnet", () => {
    state.dns.put("current", {
      nameservers: [],
      splitDns: {},
      searchPaths: [],
      overrideLocalDns: false,
      magicDns: true,
    });
    state.settings.put("current", {
      aclsExternallyManagedOn: false,
      aclsExternalLink: "",
      devicesApprovalOn: false,
      devicesAutoUpdatesOn: false,
      devicesKeyDurationDays: keyDays,
      usersApprovalOn: false,
      usersRoleAllowedToJoinExternalTailnets: "admin",
      networkFlowLoggingOn: false,
      regionalRoutingOn: false,
      postureIdentityCollectionOn: false,
      httpsEnabled: false,
    });
    for (const kind of ["account", "support", "security"])
      state.contacts.put(kind, { email: seed.owner, needsVerification: false });
  });
  for (const { loginName, role } of [{ loginName: seed.owner, role: "owner" }, ...seed.users])
    once(`user/${loginName}`, () => {
      const id = stableId("u");
      state.users.put(id, { id, loginName, role, created: timestamp() });
    });
  for (const { id, secret, scopes, tags } of seed.oauthClients)
    once(`key/${id}`, () => {
      const created = timestamp();
      state.keys.put(id, {
        id,
        keyType: "client",
        description: "",
        created,
        updated: created,
        userId: "",
        scopes,
        tags,
        secretHash: hashOf(secret),
      });
    });
  for (const device of seed.devices)
    once(`device/${device.hostname}`, () => {
      const nodeId = stableId("n");
      const now = Date.now();
      state.devices.put(nodeId, {
        ...device,
        id: randomWord(16, "123456789"),
        nodeId,
        name: device.hostname,
        user: device.user ?? seed.owner,
        created: timestamp(now),
        expires: timestamp(now + keyDays * 24 * 3600 * 1000),
        machineKey: `mkey:${randomWord(64, "0123456789abcdef")}`,
        nodeKey: `nodekey:${randomWord(64, "0123456789abcdef")}`,
        attributes: {},
      });
    });
}

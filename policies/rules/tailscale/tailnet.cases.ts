import { type Cases, each, one, tailscale } from "../../testing/index.ts";

const policy = (content: object, props: object = {}) =>
  tailscale("Acl", { acl: `// of the lab\n${JSON.stringify(content)}`, ...props });
const grant = (src: string, dst: string, ip = "tcp:443") =>
  policy({ grants: [{ src: [src], dst: [dst], ip: [ip] }] });
const acl = (src: string, dst: string) => policy({ acls: [{ action: "accept", src: [src], dst: [dst] }] });
const shell = (action: string) =>
  policy({ ssh: [{ action, src: ["group:admin"], dst: ["tag:nas"], users: ["root"] }] });
const trial = { src: "me@example.org", proto: "tcp", accept: ["tag:nas:443"], deny: ["tag:nas:22"] };
const settings = { devicesApprovalOn: true, usersApprovalOn: true, devicesKeyDurationDays: 90 };

export const tailnetCases: Cases = {
  "allow-all": each(
    [
      tailscale("Acl", {
        acl: '{ "grants": [{ "src": ["group:admin"], "dst": ["tag:nas"], "ip": ["*"], }, ], } // ends with commas',
      }),
      acl("group:admin", "tag:nas:*"),
    ],
    [
      ["opens * (*) to group:admin", grant("group:admin", "*", "*")],
      ["opens * (tcp:443) to *", grant("*", "*")],
      ["opens * (*) to *", acl("*", "*:*")],
    ],
  ),
  "named-parties": each(
    [grant("group:admin", "tag:nas"), grant("autogroup:member", "name-servers")],
    [
      ["names me@example.org in a rule", grant("me@example.org", "tag:nas")],
      ["names 192.168.1.9 in a rule", acl("group:admin", "192.168.1.9:22")],
    ],
  ),
  "ssh-check": one(shell("check"), shell("accept"), "lets group:admin in as root by accept"),
  "tailnet-tests": each(
    [policy({ tests: [trial] })],
    [
      ["has no tests", policy({})],
      ["has no test of what must stay closed", policy({ tests: [{ ...trial, deny: [] }] })],
      [
        "has a test of me@example.org without a protocol",
        policy({ tests: [{ ...trial, proto: undefined }] }),
      ],
    ],
  ),
  "foreign-policy": each(
    [policy({}), policy({}, { overwriteExistingContent: false })],
    [
      ["overwrites whatever policy it finds", policy({}, { overwriteExistingContent: true })],
      ["opens the tailnet to all", policy({}, { resetAclOnDestroy: true })],
    ],
  ),
  "tagged-key": each(
    [
      tailscale("TailnetKey", { tags: ["tag:nas"], expiry: 7776000 }),
      tailscale("TailnetKey", { tags: ["tag:nas"] }),
    ],
    [
      ["lets a machine in without a tag", tailscale("TailnetKey", { expiry: 7776000 })],
      ["lasts 365 days", tailscale("TailnetKey", { tags: ["tag:nas"], expiry: 365 * 24 * 60 * 60 })],
    ],
  ),
  "device-approval": each(
    [tailscale("TailnetSettings", settings)],
    [
      [
        "lets devices in that nobody approved",
        tailscale("TailnetSettings", { ...settings, devicesApprovalOn: false }),
      ],
      [
        "lets people in whom nobody approved",
        tailscale("TailnetSettings", { ...settings, usersApprovalOn: false }),
      ],
      ["lets a device stay", tailscale("TailnetSettings", { ...settings, devicesKeyDurationDays: 365 })],
    ],
  ),
};

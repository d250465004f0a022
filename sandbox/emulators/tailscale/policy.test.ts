import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Running } from "../testing/running.ts";
import { type TailscaleSeed, tailscale } from "./index.ts";

/** Policies as people write them, and what the API says of them. */
let running: Running<TailscaleSeed>;

beforeAll(async () => {
  running = await Running.start(tailscale, {
    tailnet: "dove-komodo.ts.net",
    apiKeys: ["key"],
    users: [{ loginName: "alice@example.com", role: "admin" }, { loginName: "bob@example.com" }],
    devices: [
      { hostname: "nas", addresses: ["100.64.0.1"], tags: ["tag:nas"] },
      { hostname: "laptop", addresses: ["100.64.0.2"], user: "alice@example.com" },
    ],
  });
});
afterAll(() => running.stop());

async function post(path: string, body: string) {
  const response = await fetch(`${running.url}/api/v2/tailnet/-/acl${path}`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/hujson" },
    body,
  });
  return { status: response.status, body: await response.text() };
}

async function validate(policy: object | string) {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  const { status, body } = await post("/validate", text);
  expect(status).toBe(200);
  return JSON.parse(body) as { message?: string; data?: { user: string; errors: string[] }[] };
}

const allow = (rule: object) => ({ acls: [{ action: "accept", src: ["*"], dst: ["*:*"], ...rule }] });
const tags = { tagOwners: { "tag:nas": ["autogroup:admin"] } };

describe("a policy is refused", () => {
  test.each<[why: string, policy: object | string, message: string]>([
    ["that is no HuJSON", "{\n\n  acls: [] }", "parse error: line 3: acls was not expected here"],
    ["that ends too early", '{ "acls": [', "parse error: line 1: the text ends too early"],
    ["with a misspelt field", { grant: [] }, 'unknown field "grant"; did you mean "grants"?'],
    ["with a field too many in a rule", allow({ port: 1 }), 'unknown field "port" in acls[0]'],
    ["that denies", allow({ action: "deny" }), 'acls[0].action: has to be "accept"'],
    [
      "with an undeclared tag",
      allow({ src: ["tag:web"] }),
      'acls[0].src: tag not found: "tag:web"; declare it in',
    ],
    ["with an undeclared group", allow({ src: ["group:a"] }), 'group not found: "group:a"'],
    ["with an undeclared host", allow({ dst: ["nas:22"] }), 'acls[0].dst: host not found: "nas"'],
    ["with an unknown autogroup", allow({ src: ["autogroup:all"] }), 'autogroup not found: "autogroup:all"'],
    ["that is sent by the internet", allow({ src: ["autogroup:internet"] }), "autogroup not found"],
    [
      "with a destination without ports",
      { ...tags, ...allow({ dst: ["tag:nas"] }) },
      '"tag:nas" names no ports',
    ],
    ["with a port that is none", allow({ dst: ["*:70000"] }), 'invalid port: "70000"'],
    ["with a range that is turned round", allow({ dst: ["*:90-80"] }), 'invalid port: "90-80"'],
    ["with ports for a protocol that has none", allow({ proto: "icmp", dst: ["*:80"] }), "has no ports"],
    ["with an unknown protocol", allow({ proto: "quic" }), 'unknown protocol: "quic"'],
    [
      "with a grant of nothing",
      { grants: [{ src: ["*"], dst: ["*"] }] },
      'grants[0]: a grant needs "ip" or "app"',
    ],
    [
      "with a router that is no tag",
      { grants: [{ src: ["*"], dst: ["*"], ip: ["*"], via: ["a@b.c"] }] },
      'via: "a@b.c" cannot stand here',
    ],
    ["with a group in a group", { groups: { "group:a": ["group:b"] } }, '"group:b" in "group:a" is no user'],
    [
      "with a host that is nowhere",
      { hosts: { nas: "nas.lan" } },
      'hosts["nas"]: "nas.lan" is no IP address',
    ],
    [
      "with a route that has host bits",
      { autoApprovers: { routes: { "10.0.0.1/8": [] } } },
      '"10.0.0.1/8" is no network',
    ],
    [
      "with an undeclared approver",
      { autoApprovers: { exitNode: ["tag:x"] } },
      'autoApprovers.exitNode: tag not found: "tag:x"',
    ],
    [
      "with SSH as nobody",
      { ssh: [{ action: "accept", src: ["a@b.c"], dst: ["autogroup:self"], users: [] }] },
      "ssh[0]: users is empty",
    ],
    [
      "with SSH that asks a machine",
      { ...tags, ssh: [{ action: "check", src: ["tag:nas"], dst: ["tag:nas"], users: ["root"] }] },
      'action "check" asks a person',
    ],
    [
      "with SSH to an address",
      { ssh: [{ action: "accept", src: ["a@b.c"], dst: ["10.0.0.1"], users: ["root"] }] },
      "cannot stand here",
    ],
    ["with attributes of nothing", { nodeAttrs: [{ target: ["*"] }] }, 'nodeAttrs[0]: needs "attr"'],
    [
      "with an undeclared posture",
      allow({ srcPosture: ["posture:mac"] }),
      'posture not found: "posture:mac"',
    ],
    [
      "with a posture that is no condition",
      { postures: { "posture:mac": ["node:os is macos"] } },
      "is no condition",
    ],
  ])("%s", async (_, policy, message) => {
    expect((await validate(policy)).message).toContain(message);
  });
});

test("a policy is read with comments, trailing commas and names in any case, old ones too", async () => {
  const old = `{ /* as it was */ "Hosts": {"nas": "100.64.0.1"},
    "ACLs": [{"Action": "accept", "Users": ["bob@example.com"], "Ports": ["nas:22,80-90"]},], // so it was
    "Tests": [{"User": "bob@example.com", "Allow": ["nas:85"], "Deny": ["nas:443"]}], }`;
  expect(await validate(old)).toEqual({});
});

/** The rule, whose test it is, what is asked, and whether it comes through. */
describe("the tests of a policy are run", () => {
  const names = {
    ...tags,
    groups: { "group:house": ["alice@example.com", "bob@example.com"], "group:empty": [] },
    hosts: { printer: "10.0.0.9", lan: "10.0.0.0/24" },
    ipsets: { "ipset:cameras": ["add 10.0.1.0/24", "remove 10.0.1.7"] },
    postures: { "posture:mac": ["node:os == 'macos'", "node:osVersion >= '13.4'"] },
  };
  test.each<[src: string, dst: string, from: string, to: string, open: boolean]>([
    ["alice@example.com", "tag:nas:443", "alice@example.com", "tag:nas:443", true],
    ["alice@example.com", "tag:nas:443", "alice@example.com", "tag:nas:444", false],
    ["alice@example.com", "tag:nas:443", "bob@example.com", "tag:nas:443", false],
    ["group:house", "tag:nas:*", "bob@example.com", "tag:nas:1", true],
    ["group:empty", "tag:nas:*", "group:empty", "tag:nas:1", true],
    ["autogroup:admin", "tag:nas:*", "alice@example.com", "tag:nas:1", true],
    ["autogroup:admin", "tag:nas:*", "bob@example.com", "tag:nas:1", false],
    ["autogroup:member", "*:*", "tag:nas", "bob@example.com:1", false],
    ["autogroup:tagged", "*:*", "tag:nas", "bob@example.com:1", true],
    ["autogroup:member", "autogroup:self:*", "alice@example.com", "alice@example.com:22", true],
    ["autogroup:member", "autogroup:self:*", "alice@example.com", "bob@example.com:22", false],
    ["*", "lan:80", "bob@example.com", "printer:80", true],
    ["*", "lan:80", "bob@example.com", "10.0.1.9:80", false],
    ["*", "ipset:cameras:80", "bob@example.com", "10.0.1.8:80", true],
    ["*", "ipset:cameras:80", "bob@example.com", "10.0.1.7:80", false],
    ["*", "autogroup:internet:*", "bob@example.com", "1.1.1.1:443", true],
    ["*", "autogroup:internet:*", "bob@example.com", "printer:443", false],
    // An address is whoever has it: the NAS is at the one, Alice's laptop at the other.
    ["*", "100.64.0.1:80", "bob@example.com", "tag:nas:80", true],
    ["*", "tag:nas:80", "bob@example.com", "100.64.0.1:80", true],
    ["100.64.0.2", "tag:nas:80", "alice@example.com", "tag:nas:80", true],
    ["user:*@example.com", "tag:nas:80", "bob@example.com", "tag:nas:80", true],
  ])("%s to %s: from %s to %s is open: %s", async (src, dst, from, to, open) => {
    const rule = { action: "accept", src: [src], dst: [dst] };
    const ask = (wanted: string) => ({ ...names, acls: [rule], tests: [{ src: from, [wanted]: [to] }] });
    expect(await validate(ask(open ? "accept" : "deny"))).toEqual({});
    const [want, got] = open ? ["Drop", "Accept"] : ["Accept", "Drop"];
    expect(await validate(ask(open ? "deny" : "accept"))).toEqual({
      message: "test(s) failed",
      data: [{ user: from, errors: [`address "${to}": want: ${want}, got: ${got}`] }],
    });
  });

  test("of a group for each who is in it", async () => {
    const ask = (wanted: string) =>
      validate({
        ...names,
        ...allow({ src: ["bob@example.com"] }),
        tests: [{ src: "group:house", [wanted]: ["tag:nas:1"] }],
      });
    expect((await ask("accept")).data?.[0]?.errors).toEqual(['address "tag:nas:1": want: Accept, got: Drop']);
    expect((await ask("deny")).data?.[0]?.errors).toEqual(['address "tag:nas:1": want: Drop, got: Accept']);
  });

  test("by protocol, in grants as in rules", async () => {
    const grants = [{ src: ["*"], dst: ["printer"], ip: ["udp:161", "631", "icmp:*"] }];
    const ask = (to: string, proto: string, wanted = "accept") =>
      validate({ ...names, grants, tests: [{ src: "bob@example.com", proto, [wanted]: [to] }] });
    expect(await ask("printer:161", "udp")).toEqual({});
    expect(await ask("printer:161", "tcp", "deny")).toEqual({});
    expect(await ask("printer:631", "tcp")).toEqual({});
    expect(await ask("printer:631", "sctp", "deny")).toEqual({});
  });

  test("by the posture of the sender, of which a test says what it has", async () => {
    const grants = [{ src: ["*"], dst: ["printer"], ip: ["*"], srcPosture: ["posture:mac"] }];
    const ask = (srcPostureAttrs: object | undefined, wanted: string) =>
      validate({
        ...names,
        grants,
        tests: [{ src: "bob@example.com", srcPostureAttrs, [wanted]: ["printer:1"] }],
      });
    expect(await ask({ "node:os": "macos", "node:osVersion": "13.10" }, "accept")).toEqual({});
    expect(await ask({ "node:os": "macos", "node:osVersion": "13.4" }, "accept")).toEqual({});
    expect(await ask({ "node:os": "macos", "node:osVersion": "13.3" }, "deny")).toEqual({});
    expect(await ask({ "node:os": "linux", "node:osVersion": "14" }, "deny")).toEqual({});
    expect(await ask(undefined, "deny")).toEqual({});
  });

  test("by name alone, where the list of tests is all that is sent", async () => {
    expect(await validate('[{"src": "bob@example.com", "accept": ["100.64.0.1:22"]}]')).toEqual({});
    expect(await validate('[{"src": "bob@example.com", "deny": ["100.64.0.1:22"]}]')).toMatchObject({
      message: "test(s) failed",
    });
  });

  test("for SSH, by whom one may log in as", async () => {
    const ssh = [
      { action: "check", src: ["autogroup:member"], dst: ["autogroup:self"], users: ["root"] },
      { action: "accept", src: ["group:house"], dst: ["tag:nas"], users: ["autogroup:nonroot"] },
    ];
    const ask = (sshTest: object) =>
      validate({ ...names, ssh, sshTests: [{ src: "bob@example.com", ...sshTest }] });
    expect(await ask({ dst: ["tag:nas"], accept: ["media"], deny: ["root"] })).toEqual({});
    expect(await ask({ dst: ["bob@example.com"], check: ["root"] })).toEqual({});
    expect((await ask({ dst: ["tag:nas"], accept: ["root"] })).data?.[0]?.errors).toEqual([
      'ssh to tag:nas as "root": want: accept, got: deny',
    ]);
  });
});

test("a policy whose tests fail is not taken, and the one before stays", async () => {
  const failing = { ...tags, acls: [], tests: [{ src: "bob@example.com", accept: ["tag:nas:22"] }] };
  const { status, body } = await post("", JSON.stringify(failing));
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ message: "test(s) failed", data: [{ user: "bob@example.com" }] });
  expect((await post("", "{ acls }")).status).toBe(400);
  const { body: now } = await post("/preview?type=user&previewFor=bob@example.com", '{"grants": []}');
  expect(JSON.parse(now)).toMatchObject({ matches: [] });
});

test("a preview tells which rules speak of somebody, and where they stand", async () => {
  const policy = `{
    "tagOwners": {"tag:nas": []},
    "acls": [
      {"action": "accept", "src": ["alice@example.com"], "dst": ["tag:nas:443"]},
      {"action": "accept", "src": ["bob@example.com"], "dst": ["tag:nas:80"]},
    ],
  }`;
  const { body } = await post("/preview?type=user&previewFor=bob@example.com", policy);
  expect(JSON.parse(body).matches).toEqual([
    { users: ["bob@example.com"], ports: ["tag:nas:80"], lineNumber: 5 },
  ]);
  const address = await post("/preview?type=ipport&previewFor=100.64.0.1:443", policy);
  expect(JSON.parse(address.body).matches).toHaveLength(2);
});

import { describe, expect, test } from "vitest";
import { namedLab } from "../dns/testing/lab.ts";
import { readLab } from "../lab/index.ts";
import { labWith, refusal, service, testInventory } from "../testing/index.ts";
import { found } from "./found.ts";
import { planTailnet } from "./plan.ts";
import type { Policy } from "./policy.ts";
import { headerOf, isForeign } from "./render.ts";

/** A lab in which a machine leads from the tailnet into its house. */
function withGateway() {
  const spec = {
    ...testInventory,
    tailnet: { ...testInventory.tailnet, gateways: { "core-server": ["lan"] } },
  };
  return readLab({ name: "test", inventory: { file: "inventory.ts", spec }, services: [] });
}

describe("an operator is locked out by nothing", () => {
  const without = (change: (policy: Policy) => Policy) => refusal(() => planTailnet(labWith(), change));

  test("that closes a machine to admins: the message names both", () => {
    const message = without((policy) => ({
      ...policy,
      grants: policy.grants.map((grant) => ({ ...grant, dst: grant.dst.filter((tag) => tag !== "tag:nas") })),
    }));
    expect(message).toContain("it would lock owner@example.com out of nas");
    expect(message).toContain('{ src: ["group:admin"], dst: ["tag:nas"], ip: ["tcp:22"] }');
  });

  test("that leaves no admin at all", () => {
    const message = without((policy) => ({ ...policy, groups: {} }));
    expect(message).toContain("group:admin is empty: nobody could enter core-server, brain-server");
  });
});

test("what we hand a key to comes in by itself; a file server and a desk are signed in by hand", () => {
  const lab = labWith(service({ expose: { tailnet: { host: "front" } } }));
  const { keys, members } = planTailnet(lab);
  expect(keys.map(({ name }) => name)).toEqual(["core-server", "brain-server", "brain-gpu", "front"]);
  expect(members.map(({ name }) => name)).toEqual([
    "core-server",
    "brain-server",
    "brain-gpu",
    "desk",
    "nas",
  ]);
});

test("a gateway leads admins to what stands behind it, and is let in by the policy itself", () => {
  const { policy, members } = planTailnet(withGateway());
  expect(members.find(({ name }) => name === "core-server")?.routes).toEqual(["192.168.1.0/24"]);
  expect(policy).toContain('"192.168.1.0/24":["tag:core-server"]');
  expect(policy).toContain('"pve": "192.168.1.10"');
  expect(policy).toContain('{"src":["group:admin"],"dst":["pve"],"ip":["tcp:8006"]}');
});

test("names of the house are asked of its name servers, where a gateway leads to them", () => {
  expect(planTailnet(namedLab()).splitDns).toEqual([]);
  const led = { ...testInventory.tailnet, gateways: { "core-server": ["lan"] } };
  const { policy, splitDns } = planTailnet(namedLab([], { tailnet: led }));
  expect(splitDns).toEqual([{ domain: "home", nameservers: [{ address: "192.168.1.53" }] }]);
  expect(policy).toContain(
    '{"src":["group:admin","group:plex-users"],"dst":["name-servers"],"ip":["tcp:53","udp:53"]}',
  );
});

test("a machine that comes in by itself has the address that others know", () => {
  const { policy } = planTailnet(labWith());
  expect(policy).toContain('{"target":["tag:core-server"],"ipPool":["100.64.0.20/32"]}');
  expect(policy).not.toContain('"ipPool":["100.64.0.5/32"]');
});

describe("a device is a machine", () => {
  const nas = { nodeId: "n1", name: "nas.tail1234.ts.net", addresses: ["100.64.0.5"], authorized: true };

  test("by its address where that is fixed, and by its name where it is not", () => {
    expect(found({ name: "files", address: "100.64.0.5" }, [nas])).toBe(nas);
    expect(found({ name: "nas" }, [nas])).toBe(nas);
    expect(found({ name: "nas", address: "100.64.0.6" }, [nas])).toBeUndefined();
  });

  test("only if somebody approved it", () => {
    expect(found({ name: "nas" }, [{ ...nas, authorized: false }])).toBeUndefined();
  });
});

test("a policy is foreign unless we wrote it, or the vendor did for a new tailnet", () => {
  expect(isForeign(`${headerOf("test")}\n{}`, "test")).toBe(false);
  expect(isForeign(`${headerOf("another")}\n{}`, "test")).toBe(true);
  expect(isForeign('{"acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}', "test")).toBe(false);
  expect(isForeign('{"grants": [{"src": ["*"], "dst": ["tag:nas"], "ip": ["*"]}]}', "test")).toBe(true);
});

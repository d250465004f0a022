import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../components/lab/index.ts";
import { type Policy, planPolicy, render } from "../../components/tailnet/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { tailscale } from "../../sandbox/emulators/tailscale/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { labOf } from "../../stacks/labs.ts";
import { buildHeadscale, complaintOfHeadscale, type Population } from "./headscale.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;

const small = labWith(
  service({ name: "far", place: { cluster: "brain" }, expose: { tailnet: true } }),
  service({ place: { cluster: "core", node: "core-server" }, needs: ["far"] }),
);

/** Everybody and everything that the policy speaks of, each with an address of its own. */
function populationOf({ groups, tagOwners }: Policy): Population {
  const users = [...new Set(Object.values(groups).flat())];
  const tagged = Object.keys(tagOwners).map((tag) => ({ name: tag.slice("tag:".length), tags: [tag] }));
  const owned = users.map((user, at) => ({ name: `laptop-${at}`, user }));
  const devices = [...tagged, ...owned].map((device, at) => ({ ...device, address: `100.100.0.${at + 1}` }));
  return { users, devices };
}

/** As headscale can have it: it gives addresses by itself, and refuses to be told any. */
function forHeadscale({ nodeAttrs, ...policy }: Policy): Policy {
  return { ...policy, nodeAttrs: [] };
}

/** The same policy, with one way open that its tests deny. */
function leaking(policy: Policy): { leak: string; policy: Policy } {
  const {
    src,
    proto,
    deny: [leak = ""] = [],
  } = policy.tests.find(({ src, deny }) => src.startsWith("tag:") && deny) ?? { src: "", proto: "tcp" };
  const [dst = "", port = ""] = leak.split(/:(?=\d+$)/);
  const grant = { src: [src], dst: [dst], ip: [`${proto}:${port}`], because: "nobody asked" };
  return { leak, policy: { ...policy, grants: [...policy.grants, grant] } };
}

describe.each([
  ["a small lab", async () => small],
  ["the homelab", () => labOf("homelab")],
] as [string, () => Promise<Lab>][])("the policy of %s", (_, read) => {
  let lab: Lab;
  let policy: Policy;
  let headscale: string;

  // About a minute for headscale on an idle machine, and once for all.
  beforeAll(async () => {
    lab = await read();
    policy = planPolicy(lab);
    if (hasGo) headscale = await buildHeadscale();
  }, 900_000);

  describe.skipIf(!hasGo)("read by headscale (needs Go)", () => {
    test("holds together, and its own tests pass", () => {
      expect(
        complaintOfHeadscale(headscale, render(forHeadscale(policy), lab.name), populationOf(policy)),
      ).toBe("");
    });

    test("is refused with a way more than was declared", () => {
      const open = leaking(policy);
      const text = render(forHeadscale(open.policy), lab.name);
      expect(complaintOfHeadscale(headscale, text, populationOf(policy))).toContain(open.leak);
    });
  });

  test("is taken by the vendor's API, and refused with a way more than was declared", async () => {
    const { users, devices } = populationOf(policy);
    const api = await Running.start(tailscale, {
      tailnet: lab.inventory.tailnet.domain,
      apiKeys: ["tskey-api-test"],
      users: users.map((loginName) => ({ loginName })),
      devices: devices.map(({ name, address, ...rest }) => ({
        hostname: name,
        addresses: [address],
        ...rest,
      })),
    });
    const complaint = async (text: string) => {
      const response = await fetch(`${api.url}/api/v2/tailnet/-/acl/validate`, {
        method: "POST",
        headers: { authorization: "Bearer tskey-api-test", "content-type": "application/hujson" },
        body: text,
      });
      return JSON.stringify(await response.json());
    };
    try {
      expect(await complaint(render(policy, lab.name))).toBe("{}");
      const open = leaking(policy);
      expect(await complaint(render(open.policy, lab.name))).toContain(open.leak);
    } finally {
      await api.stop();
    }
  });
});

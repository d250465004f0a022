import { expect, test } from "vitest";
import { vendorsOf } from "../components/inventory/index.ts";
import { labWith, refusal, service } from "../components/testing/index.ts";
import { checkAccess } from "./access.ts";
import type { Settings } from "./settings.ts";

const lab = labWith(service());
const vendors = vendorsOf(lab.inventory);
const ALL = {
  core: { kubeconfig: "..." },
  brain: { kubeconfig: "..." },
  desk: { docker: "ssh://me@desk" },
  cloudflare: { token: "...", account: "..." },
  tailscale: { token: "..." },
  proxmox: { token: "...", url: "https://pve:8006" },
};

function settings(access: Settings["access"]): Settings {
  return {
    deploy: ["production"],
    access,
    tokens: {},
    tokensBefore: {},
    gitops: [],
    protect: true,
    rootSecret: "0123456789abcdef0123456789abcdef",
  };
}

test("what is not there yet can be previewed", () => {
  expect(() => checkAccess(lab, vendors, settings({}), "test", false)).not.toThrow();
});

test("an update names every place that it cannot reach, each with its command", () => {
  const message = refusal(() => checkAccess(lab, vendors, settings({ core: ALL.core }), "test", true));
  expect(message).toContain(
    "pulumi config set --secret -s test --path 'homelab:access.brain.kubeconfig' < kubeconfig.yaml",
  );
  expect(message).toContain(
    "pulumi config set --secret -s test --path 'homelab:access.desk.docker' ssh://user@host",
  );
  expect(message).not.toContain("access.core");
});

test("an update that can reach everything may begin", () => {
  expect(() => checkAccess(lab, vendors, settings(ALL), "test", true)).not.toThrow();
});

test("a cluster that this program makes needs no kubeconfig, only to be there", () => {
  for (const made of [true, false])
    expect(() => checkAccess(lab, vendors, settings({ ...ALL, core: { made } }), "test", true)).not.toThrow();
  const message = refusal(() => checkAccess(lab, vendors, settings({}), "test", true));
  expect(message).toContain("--path 'homelab:access.core.made' true  # once its machines have run");
});

test("access to a place that does not exist is a typo, and told as one", () => {
  const message = refusal(() =>
    checkAccess(lab, vendors, settings({ brian: { kubeconfig: "..." } }), "test", false),
  );
  expect(message).toContain("brian is no cluster, no Docker host and no vendor");
  expect(message).toContain('did you mean "brain"?');
});

test("a cluster is not reached as a Docker host is", () => {
  const message = refusal(() =>
    checkAccess(lab, vendors, settings({ core: { docker: "ssh://me@core" } }), "test", false),
  );
  expect(message).toContain("core is not reached in this way");
  expect(message).toContain("homelab:access.core.kubeconfig");
});

test("a vendor is told all that it needs", () => {
  const message = refusal(() =>
    checkAccess(lab, vendors, settings({ proxmox: { token: "do not show" } }), "test", false),
  );
  expect(message).toContain("homelab:access.proxmox.url");
  expect(message).not.toContain("homelab:access.proxmox.token");
  expect(message).not.toContain("do not show");
});

import { expect, test, vi } from "vitest";
import { lab, pulumiWith } from "./engine.ts";

// A whole lab with its policies, beside whatever else two cores do.
vi.setConfig({ testTimeout: 300_000 });

const SETTINGS = 'config:\n  homelab:deploy: ["production"]\n';

test("both stacks are previewed by the real engine, with the policies", () => {
  const { code, stdout } = lab("preview", "--json");
  const { stacks } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(stacks.map(({ stack, outcome }: Stack) => `${stack} ${outcome}`).sort()).toEqual([
    "gaming-pc succeeded",
    "homelab succeeded",
  ]);
  const urls = Object.assign({}, ...stacks.map(({ urls }: Stack) => urls));
  expect(urls.jellyfin).toMatchObject({ public: "https://jellyfin.kanokgan.com" });
  expect(urls["qwen3-14b"]).toEqual({ lan: "https://qwen3-14b.home" });
  const changes = stacks.flatMap(({ changes }: Stack) => changes);
  expect(names(changes, "kubernetes:apps/v1:StatefulSet")).toContain("postgres-stateful-set");
  expect(names(changes, "kubernetes:networking.k8s.io/v1:NetworkPolicy")).toContain(
    "jellyfin-network-policy",
  );
  expect(names(changes, "docker:index/container:Container")).toContain("gaming-pc-qwen3-14b-container");
});

test("plain pulumi previews a stack, and shows every service's addresses", () => {
  const { code, stdout } = pulumiWith(SETTINGS, "preview", "-s", "homelab");
  expect(stdout).toContain("https://jellyfin.kanokgan.com");
  expect(code).toBe(0);
});

test("a disk that is backed up outlives its declaration, one that can be filled again does not", () => {
  const { stdout } = pulumiWith(SETTINGS, "preview", "--json", "-s", "homelab");
  const steps: { urn: string; newState: { retainOnDelete?: boolean } }[] = JSON.parse(stdout).steps;
  const kept = (name: string) => steps.find(({ urn }) => urn.endsWith(`::${name}`))?.newState.retainOnDelete;
  expect(kept("jellyfin-config-claim")).toBe(true);
  expect(kept("immich-ml-cache-claim")).toBeFalsy();
});

test("a misspelt setting stops the preview before anything is planned", () => {
  const { code, stdout } = pulumiWith(`${SETTINGS}  homelab:lifecycles: []\n`, "preview", "-s", "homelab");
  expect(code).not.toBe(0);
  expect(stdout).toContain("lifecycles");
  expect(stdout).toContain("Pulumi.homelab.yaml");
  expect(stdout).not.toContain("node:internal");
});

test("a secret in plain text stops the preview, and is not shown", () => {
  const secret = "correct-horse-battery-staple-0123456789";
  const { code, stdout, stderr } = pulumiWith(
    `${SETTINGS}  homelab:rootSecret: ${secret}\n`,
    "preview",
    "-s",
    "homelab",
  );
  expect(code).not.toBe(0);
  expect(stdout).toContain("homelab:rootSecret is a secret, and stands in plain text");
  expect(stdout + stderr).not.toContain(secret);
});

test("a stack that the project does not have is told with those that it has", () => {
  const { code, stdout } = pulumiWith(SETTINGS, "preview", "-s", "homelap");
  expect(code).not.toBe(0);
  expect(stdout).toContain("stacks: homelab, gaming-pc");
});

test("an update of clusters that are not there yet is refused before anything is made", () => {
  const { code, stdout } = pulumiWith(SETTINGS, "up", "--yes", "--skip-preview", "-s", "homelab");
  expect(code).not.toBe(0);
  for (const cluster of ["platform", "core", "brain"])
    for (const way of ["made' true", "kubeconfig' < kubeconfig.yaml"])
      expect(stdout).toContain(`--path 'homelab:access.${cluster}.${way}`);
  expect(stdout).not.toContain("kubernetes:core/v1:Namespace");
});

interface Stack {
  stack: string;
  outcome: string;
  urls: Record<string, Record<string, string>>;
  changes: Change[];
}

interface Change {
  type: string;
  name: string;
}

function names(changes: Change[], type: string): string[] {
  return changes.filter((change) => change.type === type).map(({ name }) => name);
}

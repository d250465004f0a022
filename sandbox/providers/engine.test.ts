import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Stack } from "./testing/stack.ts";

/** The real engine, a real program, and the stand-ins between it and APIs that are not there. */
let stack: Stack;

// A preview is a second of work, and many on a machine that has more to do.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  stack = await Stack.open();
}, 600_000);
afterAll(() => stack.close());

/** A host whose name is not known before the first update, and a cluster on it. */
const unmade = `
  const somewhere = new docker.Provider("somewhere", { host: "unix:///nowhere.sock" });
  const seed = new docker.RemoteImage("seed", { name: "seed:1" }, { provider: somewhere });
  const provider = new kubernetes.Provider("lab", { kubeconfig: pulumi.secret(seed.imageId) });
`;

const web = `
  const labels = { app: "web" };
  const metadata = { name: "web", namespace: "apps" };
  const password = pulumi.secret("hunter2");
  new kubernetes.core.v1.Secret("web", { metadata, stringData: { token: "hunter3" } }, { provider });
  new kubernetes.apps.v1.Deployment("web", { metadata, spec: { replicas: 1, selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [
      { name: "web", image: "web:1", env: [{ name: "PASSWORD", value: password }] },
    ] } } } }, { provider });
`;

describe("a first preview, of a cluster that is not made yet", () => {
  test("is clean, checks every object, and prints no secret", async () => {
    stack.program(unmade + web);
    const { ok, output } = await stack.pulumi("preview", "--diff");
    expect(output).toContain("+ 6 to create");
    expect(output).toContain("[secret]");
    expect(output).not.toMatch(/hunter\d/);
    expect(ok).toBe(true);
  });

  test("refuses a mistake, in words for the person who made it", async () => {
    stack.program(unmade + web.replace("image:", "iamge:"));
    const { ok, output } = await stack.pulumi("preview");
    expect(ok).toBe(false);
    expect(output).toContain(
      'spec.template.spec.containers[0].iamge is not a field of Container; did you mean "image"?',
    );
    expect(output).not.toMatch(/hunter\d/);
  });

  test("refuses a mistake in a provider's own arguments", async () => {
    stack.program(`new kubernetes.Provider("lab", { kubeconfig: "{}", enableServerSideApply: false });`);
    const { ok, output } = await stack.pulumi("preview");
    expect(ok).toBe(false);
    expect(output).toContain(
      "enableServerSideApply cannot be false: the stand-in applies on the server only",
    );
  });
});

describe("a later preview, of what is in the state", () => {
  const urn = (type: string, name: string) => `urn:pulumi:test::test::${type}::${name}`;
  const root = { urn: urn("pulumi:pulumi:Stack", "test-test"), type: "pulumi:pulumi:Stack", custom: false };
  const provider = {
    urn: urn("pulumi:providers:kubernetes", "lab"),
    type: "pulumi:providers:kubernetes",
    custom: true,
    id: "e7ff33b5-7ba5-45ae-9d9a-0b5d06c9a3a4",
    parent: root.urn,
    inputs: { kubeconfig: "{}", version: "4.34.2" },
    outputs: { kubeconfig: "{}", version: "4.34.2" },
  };
  const settings = (data: Record<string, string>, immutable?: boolean) => {
    const metadata = { name: "settings", namespace: "default" };
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data, ...(immutable && { immutable }) };
    return {
      urn: urn("kubernetes:core/v1:ConfigMap", "settings"),
      type: "kubernetes:core/v1:ConfigMap",
      custom: true,
      id: "default/settings",
      parent: root.urn,
      provider: `${provider.urn}::${provider.id}`,
      inputs: object,
      outputs: object,
    };
  };
  const program = (args: string, config = "{}") => `
    const provider = new kubernetes.Provider("lab", { kubeconfig: "{}", ...${config} });
    new kubernetes.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, ...${args} }, { provider });
  `;

  beforeAll(() => stack.importState([root, provider, settings({ a: "1" })]));

  test("shows no change where there is none", async () => {
    stack.program(program(`{ data: { a: "1" } }`));
    const { output } = await stack.pulumi("preview", "--diff");
    expect(output).toContain("3 unchanged");
    expect(output).not.toMatch(/to (create|update|replace|delete)/);
  });

  test("announces that an object has to be made anew where it is immutable", async () => {
    stack.program(program(`{ data: { a: "2" } }`));
    const { output } = await stack.pulumi("preview", "--diff");
    expect(output).toContain("+-1 to replace");
    expect(output).toMatch(/~ a: "1" => "2"/);
  });

  test("announces a change in place where the provider was asked for one", async () => {
    stack.program(program(`{ data: { a: "2" } }`, "{ enableConfigMapMutable: true }"));
    const { output } = await stack.pulumi("preview", "--diff");
    expect(output).toContain("~ 2 to update");
  });
});

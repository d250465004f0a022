import { expect, test } from "vitest";
import { labWith, service } from "../../../components/testing/index.ts";
import type { Message } from "../engine/message.ts";
import type { Change } from "../engine/tally.ts";
import { driftedOf } from "./drifted.ts";
import { writersOf } from "./managers.ts";
import { ownerOf } from "./owner.ts";
import { gathered } from "./refusals.ts";

const chain = "homelab:kubernetes:Cluster$kubernetes:core/v1:Namespace$homelab:kubernetes:Service";
const change: Change = {
  urn: `urn:pulumi:test::homelab::${chain}$kubernetes:apps/v1:Deployment::web-deployment`,
  type: "kubernetes:apps/v1:Deployment",
  name: "web-deployment",
  owner: "web",
  component: false,
  op: "update",
  diff: [
    { path: "metadata.generation", replaces: false },
    { path: "spec.replicas", replaces: false },
  ],
};
const lab = labWith(service(), service({ name: "web-two" }));

test("what has drifted is told with its file, what to put back, and what to write to keep it", () => {
  const { fields, owner, repair, accept } = driftedOf(change, lab, [], false);
  expect(fields).toEqual(["spec.replicas"]);
  expect(owner).toEqual({
    component: "homelab:kubernetes:Service web",
    service: "web",
    file: "services/apps/web.ts",
  });
  expect(repair).toBe(`npx lab up test --target '${change.urn}'`);
  expect(accept).toContain("write into services/apps/web.ts what makes spec.replicas so");
  const gone = driftedOf({ ...change, op: "delete", diff: [] }, lab, [], true);
  expect(gone.accept).toContain("take it out of services/apps/web.ts, then npx lab refresh test --sandbox");
});

test("the longest name is meant where two fit, and what belongs to no service follows from the inventory", () => {
  expect(ownerOf({ ...change, owner: "desk-web-two", name: "desk-web-two-image" }, lab).service).toBe(
    "web-two",
  );
  expect(ownerOf({ ...change, owner: "edge-core", name: "edge-core-web" }, lab).service).toBe("web");
  expect(ownerOf({ ...change, owner: "tailnet", name: "tailnet-policy" }, lab)).toMatchObject({
    service: null,
    file: "stacks/test/inventory",
  });
});

test("a cluster's own account says who wrote a field, also one in a list, and never names this program", () => {
  const live = {
    metadata: {
      managedFields: [
        {
          manager: "pulumi-kubernetes-0a1b2c3d",
          fieldsV1: { "f:spec": { "f:replicas": {}, "f:template": {} } },
        },
        { manager: "kubectl", time: "2026-11-22T03:00:00Z", fieldsV1: { "f:spec": { "f:replicas": {} } } },
        {
          manager: "kubectl-edit",
          time: "2026-11-22T04:00:00Z",
          fieldsV1: { "f:spec": { "f:containers": { 'k:{"name":"web"}': { "f:image": {} } } } },
        },
        { manager: "kube-controller-manager", fieldsV1: { "f:status": { "f:replicas": {} } } },
      ],
    },
    spec: { replicas: 3, containers: [{ name: "proxy" }, { name: "web", image: "web:2" }] },
  };
  expect(writersOf(live, ["spec.replicas"])).toEqual([{ name: "kubectl", time: "2026-11-22T03:00:00Z" }]);
  expect(writersOf(live, ["spec.containers[1].image"]).map(({ name }) => name)).toEqual(["kubectl-edit"]);
  expect(writersOf(live, ["spec.containers[0].image", "metadata.labels"])).toEqual([]);
  expect(writersOf(undefined, ["spec.replicas"])).toEqual([]);
});

const refused = (plugin: string, name: string, text: string): Message => ({
  severity: "error",
  text,
  urn: `urn:pulumi:test::homelab::homelab:edge:Edge$${plugin}::${name}`,
});

test.each([
  [
    "403",
    'GET "https://api.cloudflare.com/x": 403 Forbidden',
    "does not let us read it (403)",
    "the rights that it lacks",
  ],
  ["401", "unexpected status 401 Unauthorized", "does not take the credentials (401)", "give it others"],
  ["422", "received an HTTP 422 response", "does not accept how we ask (422)", "another version"],
  ["429", "429 Too Many Requests", "has enough of us for now (429)", "in some minutes"],
  [
    "HTML",
    "it answered no JSON: <html><title>Login</title>",
    "answers with a page",
    "a proxy asks for a login",
  ],
  ["nobody", "dial tcp 192.168.1.6:8006: connect: connection refused", "cannot be reached", "is it on"],
])("an API that refuses is told once for all that it refuses: %s", (_kind, text, what, fix) => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const messages = names.map((name) => refused("cloudflare:index/dnsRecord:DnsRecord", name, text));
  const [told, ...more] = gathered(messages);
  expect(more).toEqual([]);
  expect(told?.text).toContain(`cloudflare ${what}`);
  expect(told?.text).toContain("a, b, c, d, e and 2 more");
  expect(told?.text).toContain(fix);
  expect(told?.text).not.toContain("<title>");
});

test("two APIs are two messages, and what is no refusal stays as it was said", () => {
  const other = refused("proxmoxve:index/vmLegacy:VmLegacy", "vm", "Permission check failed (/, Sys.Audit)");
  const odd = refused("docker:index/container:Container", "web", "a value that nobody expected");
  const texts = gathered([odd, other, refused("cloudflare:index/dnsRecord:DnsRecord", "a", "HTTP 403")]).map(
    ({ text }) => text,
  );
  expect(texts[0]).toBe("a value that nobody expected");
  expect(texts[1]).toMatch(/^proxmox does not let us read it \(403\): vm/);
  expect(texts[2]).toMatch(/^cloudflare does not let us read it \(403\): a/);
});

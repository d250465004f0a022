import { describe, expect, test } from "vitest";
import { checkOf, read } from "./testing.ts";

describe("an API of JSON", () => {
  const LIST = "/containers/json?all=true";
  const container = (State: string, Status: string) => ({ [LIST]: [{ Names: ["/model"], State, Status }] });
  test.each([
    ["healthy", container("running", "Up 3 hours (healthy)"), "ok"],
    ["unhealthy", container("running", "Up 3 hours (unhealthy)"), "failed"],
    ["just started", container("running", "Up 2 seconds (health: starting)"), "unseen"],
    ["stopped", container("exited", "Exited (137) 2 hours ago"), "failed"],
    ["gone", { [LIST]: [] }, "failed"],
  ])("says of a container: %s", (_what, documents, status) => {
    expect(read("desk/containers/model", documents).status).toBe(status);
  });

  test("says of a machine whether it runs with its card", () => {
    const id = "proxmox/machines/core-gpu";
    const check = checkOf(id);
    const [resources = "", config = ""] = check.by === "documents" ? check.reads : [];
    const vmid = Number(/qemu\/(\d+)\//.exec(config)?.[1]);
    const machine = (status: string) => [{ type: "qemu", vmid, status, node: "pve" }];
    const card = { hostpci0: "mapping=pve-gpu,pcie=1" };
    expect(read(id, { [resources]: machine("running"), [config]: card }).status).toBe("ok");
    expect(read(id, { [resources]: machine("running"), [config]: {} })).toMatchObject({
      saw: "pve-gpu is not passed to it",
    });
    expect(read(id, { [resources]: machine("stopped"), [config]: card })).toMatchObject({
      saw: "it is stopped",
    });
    expect(() => read(id, { [resources]: "<html>" })).toThrow("something other than a list");
  });

  test("says of a tunnel and of a name whether they lead somewhere, and who stands at the door", () => {
    const TUNNELS = "/accounts/@/cfd_tunnel?is_deleted=false";
    const RECORDS = "/zones/@example.com/dns_records?type=CNAME";
    const tunnels = { [TUNNELS]: [{ id: "t1", name: "test-core", status: "down" }] };
    const record = (content: string) => ({
      ...tunnels,
      [RECORDS]: [{ name: "web.example.com", content, proxied: true }],
    });
    expect(read("cloudflare/tunnels/test-core", tunnels)).toMatchObject({ saw: "it is down" });
    expect(read("cloudflare/tunnels/web.example.com", record("t1.cfargotunnel.com")).status).toBe("ok");
    expect(read("cloudflare/tunnels/web.example.com", record("t2.cfargotunnel.com"))).toMatchObject({
      saw: "it leads to t2.cfargotunnel.com",
    });
    expect(read("cloudflare/tunnels/door-web.example.com", { "/accounts/@/access/apps": [] })).toMatchObject({
      saw: "there is no application for it",
    });
  });

  test("says of a device whether it is the one, is there, and may stay", () => {
    const DEVICES = "/api/v2/tailnet/-/devices?fields=all";
    const device = {
      nodeId: "n1",
      name: "nas.x",
      addresses: ["100.64.0.5"],
      authorized: true,
      tags: ["tag:nas"],
    };
    const seen = (more: object) =>
      read("tailscale/tailnet/nas", { [DEVICES]: { devices: [{ ...device, ...more }] } });
    expect(seen({ connectedToControl: true }).status).toBe("ok");
    expect(seen({ lastSeen: "2026-11-22T10:00:00Z" })).toMatchObject({ status: "failed" });
    expect(seen({ connectedToControl: true, expires: "2026-11-20T00:00:00Z" })).toMatchObject({
      saw: "its key has ended: 2026-11-20T00:00:00Z",
    });
    expect(seen({ connectedToControl: true, tags: [] })).toMatchObject({ saw: "it is not tag:nas there" });
    expect(seen({ connectedToControl: true, authorized: false })).toMatchObject({ status: "failed" });
  });
});

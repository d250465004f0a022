import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

const tunnels = () => lab.client.zeroTrust.tunnels.cloudflared;
const where = () => ({ account_id: lab.account });
const made = async (name: string) => {
  const { id = "" } = await tunnels().create({ ...where(), name, config_src: "cloudflare" });
  return id;
};
const connect = (token: string) =>
  fetch(`${lab.running.url}/edge/connectors`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });

describe("a tunnel", () => {
  test("is made, told apart by its name, and run by its token", async () => {
    const tunnel = await tunnels().create({ ...where(), name: "home", config_src: "cloudflare" });
    expect(tunnel).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
      account_tag: lab.account,
      status: "inactive",
      remote_config: true,
      connections: [],
      deleted_at: null,
      tun_type: "cfd_tunnel",
    });
    expect(await refusal(tunnels().create({ ...where(), name: "home" }))).toMatchObject({
      status: 409,
      code: 1013,
    });
    const token = await tunnels().token.get(tunnel.id ?? "", where());
    expect(JSON.parse(Buffer.from(token, "base64").toString())).toMatchObject({
      a: lab.account,
      t: tunnel.id,
    });
  });

  test("that is deleted can be looked at, and its name is free again", async () => {
    const id = await made("short");
    await tunnels().delete(id, where());
    expect((await tunnels().get(id, where())).deleted_at).toMatch(/^2/);
    expect(await refusal(tunnels().delete(id, where()))).toMatchObject({ status: 404 });
    expect(await made("short")).not.toBe(id);
    const alive = await tunnels().list({ ...where(), is_deleted: false, name: "short" });
    expect(alive.result).toHaveLength(1);
  });

  test("that somebody holds open is not deleted before it is let go", async () => {
    const id = await made("busy");
    expect((await connect(await tunnels().token.get(id, where()))).status).toBe(200);
    expect(await tunnels().get(id, where())).toMatchObject({ status: "healthy", connections: { length: 4 } });
    expect(await refusal(tunnels().delete(id, where()))).toMatchObject({ status: 400, code: 1022 });
    await tunnels().connections.delete(id, where());
    expect((await tunnels().get(id, where())).status).toBe("down");
    await tunnels().delete(id, where());
    expect((await connect("nobody's")).status).toBe(401);
  });
});

describe("a configuration", () => {
  const put = (id: string, ingress: unknown) =>
    tunnels().configurations.update(id, { ...where(), config: { ingress } } as never);
  const rest = { service: "http_status:404" };

  test("is counted, and kept", async () => {
    const id = await made("configured");
    expect(await tunnels().configurations.get(id, where())).toMatchObject({ config: null, version: 0 });
    const rules = [
      { hostname: "a.example.com", service: "https://10.0.0.2:443", originRequest: { noTLSVerify: true } },
      rest,
    ];
    expect(await put(id, rules)).toMatchObject({
      version: 1,
      config: { ingress: rules },
      source: "cloudflare",
    });
    expect(await put(id, [rest])).toMatchObject({ version: 2 });
    await lab.running.restart();
    expect(await tunnels().configurations.get(id, where())).toMatchObject({
      version: 2,
      config: { ingress: [rest] },
    });
  });

  const mistakes: [string, object[]][] = [
    ["no rule for the rest", [{ hostname: "a.example.com", service: "http://web" }]],
    ["a rule for everything before others", [rest, rest]],
    ["a service that is no address", [{ hostname: "a.example.com", service: "web:80" }, rest]],
    ["a service with a path", [{ hostname: "a.example.com", service: "http://web/path" }, rest]],
    ["a wildcard in the middle", [{ hostname: "a.*.example.com", service: "http://web" }, rest]],
    ["a path that is no expression", [{ hostname: "a.example.com", path: "(", service: "http://web" }, rest]],
    [
      "an unknown origin setting",
      [{ hostname: "a.example.com", service: "http://web", originRequest: { tls: 1 } }, rest],
    ],
    ["no rule at all", []],
  ];
  test.each(mistakes)("is refused with %s", async (name, ingress) => {
    const id = await made(`wrong ${name}`);
    expect(await refusal(put(id, ingress))).toMatchObject({ status: 400, code: 1056 });
  });
});

import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { whyNoDockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";
import { RouterProcess } from "../../workloads/router/testing/process.ts";
import { answers, Upstream } from "../../workloads/router/testing/upstream.ts";
import { key, Machine, type Toy } from "./machine.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const missing = whyNoDockerd();

/** A real router, a real manager, a real Docker Engine; only the models are toys. */
describe.skipIf(missing)(`a router and a manager${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let machine: Machine;
  let fallback: Upstream;
  let router: RouterProcess | undefined;
  beforeAll(async () => {
    machine = await Machine.start();
    fallback = await Upstream.start(answers("from elsewhere"));
  });
  afterEach(async () => {
    await router?.remove();
    await machine?.clear();
  });
  afterAll(async () => {
    await machine?.stop();
    await fallback?.close();
  });

  async function house(toys: Toy[], { gaming = {}, manager = "", more = "" } = {}): Promise<RouterProcess> {
    await machine.holds(...toys);
    await machine.manages(gaming);
    const providers = toys.map(
      ({ name }) => `
  - name: pc_${name}
    kind: openai
    baseUrl: http://127.0.0.1:${machine.ports.get(name)}
    models: [${name}]
    manager: { at: "${machine.url}/v1", model: ${name}, apiKey: ${key}${manager} }`,
    );
    const yaml = `
keepAlive: 200ms
aliases: { house: [${toys.map(({ name }) => `pc_${name}/*`).join(", ")}, elsewhere/*] }
providers:${providers.join("")}
  - { name: elsewhere, kind: openai, baseUrl: "${fallback.url}", models: [other] }
${more}`;
    const started = await RouterProcess.start(yaml);
    router = started;
    return started;
  }

  const messages = [{ role: "user", content: "Hello?" }];
  const chat = (to: RouterProcess, model: string, body: object = {}) =>
    to.ask("POST", "/v1/chat/completions", { model, messages, ...body });
  const said = ({ json }: Awaited<ReturnType<typeof chat>>) =>
    JSON.stringify(json.choices ?? json.error ?? json);

  test("who asks for a model that sleeps waits for it, and sees in a stream how far it is", async () => {
    const to = await house([{ name: "qwen", vram: "16GiB", loads: 2_500 }]);
    const waiting = chat(to, "qwen");
    await machine.until("qwen", "starting");
    expect((await machine.model("qwen")).waiting).toBe(1);
    const stream = await chat(to, "qwen", { stream: true });
    expect(stream.text).toMatch(/^: loading qwen, \d s of about 1\n\n/);
    const answer = await waiting;
    expect([answer.status, said(answer)]).toEqual([200, expect.stringContaining("from qwen")]);
    const again = await chat(to, "qwen");
    expect(again.headers.get("x-router-provider")).toBe("pc_qwen");
  });

  test("two models that do not fit beside each other take turns", async () => {
    const to = await house([
      { name: "qwen", vram: "16GiB" },
      { name: "painter", vram: "12GiB" },
    ]);
    for (const name of ["qwen", "painter", "qwen"])
      expect(said(await chat(to, name))).toContain(`from ${name}`);
    expect([await machine.isRunning("qwen"), await machine.isRunning("painter")]).toEqual([true, false]);
  });

  test("while somebody plays, others answer; nobody is sent to the PC, and afterwards it answers again", async () => {
    const to = await house([{ name: "qwen", vram: "16GiB" }]);
    expect(said(await chat(to, "house"))).toContain("from qwen");
    await machine.ask("PUT", "/gaming", { mode: "on" });
    await vi.waitFor(async () => expect(said(await chat(to, "house"))).toContain("from elsewhere"), 20_000);
    await machine.until("qwen", "stopped");
    const refused = await chat(to, "qwen");
    expect([refused.status, said(refused)]).toEqual([
      503,
      expect.stringContaining("tests has switched gaming mode on"),
    ]);
    const { providers } = (await to.ask("GET", "/admin/providers")).json as { providers: object[] };
    expect(providers[0]).toMatchObject({ manager: { model: "qwen", state: "closed" } });
    await machine.ask("PUT", "/gaming", { mode: "auto" });
    await vi.waitFor(async () => expect(said(await chat(to, "house"))).toContain("from qwen"), 20_000);
  });

  test("who waits as a game begins is answered by somebody else", async () => {
    const to = await house([{ name: "qwen", vram: "16GiB", loads: 60_000 }]);
    const waiting = chat(to, "house");
    await machine.until("qwen", "starting");
    await machine.ask("PUT", "/gaming", { mode: "on" });
    expect(said(await waiting)).toContain("from elsewhere");
  });

  test("a model that cannot be loaded is one clear answer, or somebody else's", async () => {
    const to = await house([{ name: "broken", vram: "1GiB", instead: "process.exit(3)" }]);
    const refused = await chat(to, "broken");
    expect([refused.status, said(refused)]).toEqual([
      503,
      expect.stringContaining("its program ended with 3"),
    ]);
    expect(said(await chat(to, "house"))).toContain("from elsewhere");
    const shown = await to.ask("GET", "/admin/config");
    expect(shown.text).toContain('"model":"broken"');
    expect(shown.text).not.toContain(key);
  });

  test("a client that does not wait for a load is no longer waited for", async () => {
    const to = await house([{ name: "qwen", vram: "16GiB", loads: 60_000 }]);
    const leaving = new AbortController();
    const left = fetch(`${to.url}/v1/chat/completions`, {
      method: "POST",
      signal: leaving.signal,
      headers: { authorization: "Bearer sk-admin-of-the-tests" },
      body: JSON.stringify({ model: "qwen", messages }),
    }).catch(() => "left");
    await machine.until("qwen", "starting");
    leaving.abort();
    expect(await left).toBe("left");
    await vi.waitFor(async () => expect((await machine.model("qwen")).waiting).toBe(0), 10_000);
  });

  test("a machine that sleeps is called; one that does not wake is not waited for, the next time not at all", async () => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    onTestFinished(() => void socket.close());
    await once(socket, "listening");
    const { port } = socket.address() as AddressInfo;
    const packets: Buffer[] = [];
    socket.on("message", (packet) => packets.push(packet));
    const wake = `, wake: { mac: "02:00:5e:10:00:01", to: "127.0.0.1:${port}", within: 8s }`;
    const to = await house([{ name: "qwen", vram: "16GiB" }], { manager: wake });
    await machine.leaves();
    const began = Date.now();
    expect(said(await chat(to, "house"))).toContain("from elsewhere");
    expect(Date.now() - began).toBeGreaterThan(5_000);
    const address = Buffer.from("02005e100001", "hex");
    expect(packets[0]?.toString("hex")).toBe(
      Buffer.concat([Buffer.alloc(6, 255), ...Array(16).fill(address)]).toString("hex"),
    );
    const again = Date.now();
    expect(said(await chat(to, "house"))).toContain("from elsewhere");
    expect(Date.now() - again).toBeLessThan(3_000);
  });
});

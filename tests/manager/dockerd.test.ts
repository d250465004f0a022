import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { whyNoDockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";
import { Machine } from "./machine.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const missing = whyNoDockerd();

describe.skipIf(missing)(`on a real Docker Engine${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
  });
  afterEach(() => machine?.clear());
  afterAll(() => machine?.stop());

  test("a model is started when somebody asks, is ready when it answers, and is the only one of two that do not fit", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB", loads: 1_500 }, { name: "painter", vram: "12GiB" });
    await machine.manages();
    await machine.wants("qwen");
    expect((await machine.until("qwen", "starting")).waiting).toBe(1);
    await machine.wants("painter");
    expect((await machine.until("qwen", "ready")).loadSeconds).toBeLessThan(10);
    expect(await machine.model("painter")).toMatchObject({ state: "stopped", place: 1 });
    await machine.wants("qwen", { waiting: 0 });
    await machine.until("painter", "ready");
    expect([await machine.isRunning("qwen"), await machine.isRunning("painter")]).toEqual([false, true]);
  });

  test("one that is killed is said to be, and is there again for the next who asks", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB" });
    await machine.manages();
    await machine.ask("POST", "/models/qwen/load");
    await machine.until("qwen", "ready");
    await machine.dockerd.client.getContainer("qwen").kill();
    expect((await machine.until("qwen", "failed")).why).toBe(
      "ended: its program ended with 137; docker logs says more",
    );
    await machine.wants("qwen");
    await machine.until("qwen", "ready");
  });

  test("one that needs more memory than it may have is told apart from one that is broken", async () => {
    const eats = "const all = []; setInterval(() => all.push(Buffer.alloc(8 * 2 ** 20, 1)), 10)";
    await machine.holds(
      { name: "large", vram: "1GiB", instead: eats, memory: 64 },
      { name: "broken", vram: "1GiB", instead: "process.exit(3)" },
    );
    await machine.manages();
    await Promise.all([machine.wants("large"), machine.wants("broken")]);
    expect((await machine.until("large", "failed")).why).toBe(
      "ended while it was loading: it ran out of memory (it may use 64 MiB of the machine's)",
    );
    expect((await machine.until("broken", "failed")).why).toContain("its program ended with 3");
  });

  test("one that never answers is given up, and killed where it does not listen", async () => {
    const deaf = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
    await machine.holds({ name: "deaf", vram: "1GiB", instead: deaf, more: { startsWithin: 1 } });
    await machine.manages();
    await machine.wants("deaf");
    await machine.until("deaf", "stopping");
    expect((await machine.until("deaf", "failed")).why).toBe("did not answer within 1 s of its start");
    expect(await machine.isRunning("deaf")).toBe(false);
  });

  test("one whose container is not there says so", async () => {
    await machine.holds({ name: "qwen", vram: "1GiB" });
    await machine.dockerd.client.getContainer("qwen").remove();
    await machine.manages();
    await machine.wants("qwen");
    expect((await machine.until("qwen", "failed")).why).toContain("No such container: qwen");
  });

  test("a manager that comes back finds the containers as they are", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB" }, { name: "painter", vram: "4GiB" });
    await machine.manages();
    await machine.wants("qwen");
    await machine.until("qwen", "ready");
    const { StartedAt } = (await machine.dockerd.client.getContainer("qwen").inspect()).State;
    await machine.leaves();
    await machine.dockerd.client.getContainer("painter").start();
    await machine.manages();
    await Promise.all([machine.until("qwen", "ready"), machine.until("painter", "ready")]);
    expect((await machine.dockerd.client.getContainer("qwen").inspect()).State.StartedAt).toBe(StartedAt);
  });

  test("Docker that goes away in the middle of a load is told, and the load is made good when it is back", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB", loads: 5_000 });
    await machine.manages();
    await machine.wants("qwen");
    await machine.until("qwen", "starting");
    machine.dockerd.hang(true);
    onTestFinished(() => machine.dockerd.hang(false));
    expect((await machine.until("qwen", "failed", 40_000)).why).toContain("Docker does not answer");
    expect((await machine.status()).docker.up).toBe(false);
    expect((await fetch(`${machine.url}/readyz`)).status).toBe(503);
    machine.dockerd.hang(false);
    await vi.waitFor(async () => expect((await machine.status()).docker.up).toBe(true), 20_000);
    await machine.wants("qwen");
    await machine.until("qwen", "ready", 40_000);
  });

  test("a game that takes the card is seen: what is answered ends, all goes, and comes back when it is over", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB", more: { idleMinutes: "never" } });
    await machine.manages({ seenFor: 1, goneFor: 1, drainSeconds: 20 });
    await machine.until("qwen", "ready");
    await machine.wants("qwen", { running: 1, waiting: 0 });
    machine.card(22);
    await machine.until("qwen", "draining");
    expect((await machine.status()).gaming).toMatchObject({ state: "draining", why: "a game has the card" });
    await new Promise((later) => setTimeout(later, 2_000));
    expect(await machine.isRunning("qwen")).toBe(true);
    await machine.wants("qwen", { running: 0, waiting: 0 });
    await machine.until("qwen", "stopped");
    machine.card(6);
    await vi.waitFor(async () => expect((await machine.status()).gaming.state).toBe("on"), 20_000);
    machine.card(0);
    await machine.until("qwen", "ready");
    expect((await machine.status()).gaming.state).toBe("off");
  });

  test("gaming mode by a button outlives a restart, and says whose key it was", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB", more: { idleMinutes: "never" } });
    await machine.manages();
    await machine.until("qwen", "ready");
    expect((await machine.ask("PUT", "/gaming", { mode: "on", minutes: 60 })).status).toBe(202);
    await machine.until("qwen", "stopped");
    await machine.leaves();
    await machine.manages();
    const { gaming } = await machine.status();
    expect(gaming).toMatchObject({
      state: "on",
      why: "tests has switched gaming mode on",
      hand: { mode: "on" },
    });
    expect((await machine.model("qwen")).state).toBe("stopped");
    await machine.ask("PUT", "/gaming", { mode: "auto" });
    await machine.until("qwen", "ready");
  });

  test("whoever follows is told all of it at first, and every change", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB" });
    await machine.manages();
    const response = await machine.ask("GET", "/events");
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const told = async (part: string) => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? "";
    };
    await told('"state":"stopped"');
    await machine.ask("POST", "/models/qwen/load");
    await told('"state":"ready"');
    await machine.ask("POST", "/models/qwen/unload");
    await told('"why":"somebody has unloaded it"');
    await reader?.cancel();
  });

  test("nobody asks without a key, and what is asked wrongly is told", async () => {
    await machine.holds({ name: "qwen", vram: "16GiB" });
    await machine.manages();
    expect((await fetch(`${machine.url}/v1/status`)).status).toBe(401);
    const error = async (answer: Promise<Response>) => (await answer).json();
    expect(await error(machine.ask("POST", "/models/qwne/load"))).toEqual({
      error: { message: 'There is no model "qwne". There are: qwen.' },
    });
    expect(JSON.stringify(await error(machine.ask("PUT", "/gaming", { mode: "maybe" })))).toContain(
      "body.mode",
    );
    const figures = await (await fetch(`${machine.url}/metrics`)).text();
    expect(figures).toContain('manager_model_state{model="qwen",state="stopped"} 1');
  });
});

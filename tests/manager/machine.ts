import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { Dockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";
import { makeLog } from "../../workloads/kit/index.ts";
import type { Serving } from "../../workloads/kit/web/index.ts";
import { readSettings } from "../../workloads/manager/settings.ts";
import { startManager } from "../../workloads/manager/start.ts";
import type { ModelStatus, Status } from "../../workloads/manager/status.ts";

export const key = "a-key-of-the-tests";
const MIB = 2 ** 20;

/** A model of our own: a program of some lines that answers when it has "loaded". */
export interface Toy {
  name: string;
  vram: string;
  /** Milliseconds until it answers. */
  loads?: number;
  /** What it does in the place of loading. */
  instead?: string;
  /** Of the machine, in MiB. */
  memory?: number;
  more?: object;
}

function talker(name: string, port: number, loads: number): string {
  return `
    process.on("SIGTERM", () => process.exit(0));
    const ready = Date.now() + ${loads};
    const answer = (choice) => ({ id: "1", created: 1, model: "${name}", choices: [{ index: 0, finish_reason: "stop", ...choice }] });
    const words = { role: "assistant", content: "from ${name}" };
    require("http").createServer((request, response) => {
      if (Date.now() < ready) return response.writeHead(503).end();
      let body = "";
      request.on("data", (text) => { body += text; }).on("end", () => {
        const streams = body.includes('"stream":true');
        response.setHeader("content-type", streams ? "text/event-stream" : "application/json");
        if (request.method === "GET") response.end('{"data":[{"id":"${name}"}]}');
        else if (streams) response.end("data: " + JSON.stringify(answer({ delta: words })) + "\\n\\ndata: [DONE]\\n\\n");
        else response.end(JSON.stringify(answer({ message: words })));
      });
    }).listen(${port}, "127.0.0.1");`;
}

/** A machine with a real Docker Engine, a card that says what a test wants it to say, and a manager. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "manager-"));
  readonly dockerd: Dockerd;
  readonly ports = new Map<string, number>();
  url = "";
  #serving: Serving | undefined;

  private constructor(dockerd: Dockerd) {
    this.dockerd = dockerd;
  }

  static async start(): Promise<Machine> {
    const machine = new Machine(await Dockerd.start());
    machine.card(0);
    const script = '#!/bin/sh\ncat "$(dirname "$0")/card.csv"\n';
    writeFileSync(join(machine.folder, "nvidia-smi"), script, { mode: 0o755 });
    return machine;
  }

  /** Gibibytes of its 24 that are used. */
  card(used: number): void {
    writeFileSync(join(this.folder, "card.csv"), `${24 * 1024}, ${used * 1024}\n`);
  }

  /** Makes the containers as a lab does: they are there, and nobody has started them. */
  async holds(...toys: Toy[]): Promise<void> {
    for (const { name, loads = 0, instead, memory } of toys) {
      const port = await freePort();
      this.ports.set(name, port);
      const program = instead ?? talker(name, port, loads);
      await this.dockerd.client.createContainer({
        name,
        Image: "probe:1",
        Entrypoint: ["/bin/node", "-e", program],
        HostConfig: {
          NetworkMode: "host",
          ...(memory && { Memory: memory * MIB, MemorySwap: memory * MIB }),
        },
      });
    }
    const models = toys.map(({ name, vram, more }) => ({
      name,
      vram,
      port: this.ports.get(name),
      loadSeconds: 1,
      ...more,
    }));
    const file = { vram: "24GiB", reserve: "0", models };
    writeFileSync(join(this.folder, "models.json"), JSON.stringify(file));
  }

  /** `gaming`: its gaming.json. */
  async manages(gaming: object = {}): Promise<void> {
    writeFileSync(join(this.folder, "gaming.json"), JSON.stringify(gaming));
    const settings = readSettings({
      PORT: "0",
      DRAIN_SECONDS: "1",
      MANAGER_MODELS: join(this.folder, "models.json"),
      MANAGER_GAMING: join(this.folder, "gaming.json"),
      MANAGER_KEYS: `tests ${key}`,
      MANAGER_DATA_DIR: join(this.folder, "data"),
      MANAGER_GPU: join(this.folder, "nvidia-smi"),
      DOCKER_SOCKET: this.dockerd.socket,
    });
    this.#serving = await startManager(settings, makeLog("silent"));
    this.url = this.#serving.url;
    await vi.waitFor(async () => {
      if (!(await this.status()).docker.up) throw new Error("Docker is away");
    });
  }

  /** The manager ends; the containers are as they are. */
  async leaves(): Promise<void> {
    await this.#serving?.close();
    this.#serving = undefined;
  }

  /** Neither manager nor containers. */
  async clear(): Promise<void> {
    await this.leaves();
    const all = await this.dockerd.client.listContainers({ all: true });
    await Promise.all(all.map(({ Id }) => this.dockerd.client.getContainer(Id).remove({ force: true })));
    this.card(0);
    rmSync(join(this.folder, "data"), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.dockerd.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async status(): Promise<Status> {
    return (await (await this.ask("GET", "/status")).json()) as Status;
  }

  async model(name: string): Promise<ModelStatus> {
    const found = (await this.status()).models.find((each) => each.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  }

  wants(name: string, { running = 0, waiting = 1 } = {}): Promise<Response> {
    return this.ask("PUT", `/models/${name}/demand/tests`, { running, waiting });
  }

  /** What a model has come to, once it has come to that. */
  async until(name: string, state: ModelStatus["state"], timeout = 20_000): Promise<ModelStatus> {
    return vi.waitFor(
      async () => {
        const model = await this.model(name);
        if (model.state !== state)
          throw new Error(`${name} is ${model.state}: ${model.why ?? model.blocked ?? ""}`);
        return model;
      },
      { timeout, interval: 50 },
    );
  }

  async isRunning(name: string): Promise<boolean> {
    return (await this.dockerd.client.getContainer(name).inspect()).State.Running;
  }
}

/** Below those that the kernel hands out: nobody takes it before the container starts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}

import { get } from "node:http";
import Docker from "dockerode";
import type { Model } from "../models.ts";
import type { ContainerSeen } from "../plan/index.ts";

/** A look is short: who hangs is as good as away. */
const LOOK_MS = 5_000;
const ANSWER_MS = 2_000;
/** Docker may take so long for an order: it loads layers of an image of many gigabytes from a cold disk. */
const ORDER_MS = 120_000;
/** Seconds between the polite signal and the kill. */
const STOPS_WITHIN = 10;

/** The containers of models on one Docker host. They are found by their names; nobody is made or removed here. */
export class Containers {
  readonly #looking: Docker;
  readonly #ordering: Docker;

  constructor(socket: string) {
    this.#looking = new Docker({ socketPath: socket, timeout: LOOK_MS });
    this.#ordering = new Docker({ socketPath: socket, timeout: ORDER_MS });
  }

  /** Those of these models that exist. Throws where Docker does not answer. */
  async look(models: readonly Model[]): Promise<Record<string, ContainerSeen>> {
    const seen = await Promise.all(
      models.map(async (model) => {
        const container = await this.#lookAt(model);
        return container ? [[model.name, container] as const] : [];
      }),
    );
    return Object.fromEntries(seen.flat());
  }

  async start({ container }: Model): Promise<void> {
    await this.#ordering.getContainer(container).start().catch(unlessDone);
  }

  async stop({ container }: Model): Promise<void> {
    await this.#ordering.getContainer(container).stop({ t: STOPS_WITHIN }).catch(unlessDone);
  }

  /** Calls whenever something happens to a container, for as long as Docker tells. */
  async listen(changed: () => void, signal: AbortSignal): Promise<void> {
    const events = await this.#ordering.getEvents({
      abortSignal: signal,
      filters: { type: ["container"], event: ["start", "die", "oom", "destroy", "create", "rename"] },
    });
    await new Promise<void>((resolve) => {
      events
        .on("data", changed)
        .once("error", () => resolve())
        .once("close", resolve);
    });
  }

  async #lookAt(model: Model): Promise<ContainerSeen | undefined> {
    const { State, NetworkSettings, HostConfig } = await this.#looking
      .getContainer(model.container)
      .inspect()
      .catch(unlessMissing);
    if (!State) return undefined;
    const isRunning = State.Running && !State.Restarting;
    const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
    const host = HostConfig.NetworkMode === "host" ? "127.0.0.1" : addresses.find((each) => each);
    return {
      running: State.Running,
      run: State.StartedAt,
      answers:
        isRunning && host !== undefined && (await answers(`http://${host}:${model.port}${model.health}`)),
      ...(!isRunning && { end: endOf(State, HostConfig.Memory) }),
    };
  }
}

interface Missing {
  State?: undefined;
  NetworkSettings?: undefined;
  HostConfig?: undefined;
}

function unlessMissing(error: { statusCode?: number }): Missing {
  if (error.statusCode === 404) return {};
  throw error;
}

/** It runs already, or has ended already. */
function unlessDone(error: { statusCode?: number }): void {
  if (error.statusCode !== 304) throw error;
}

/** By node:http, which is loaded anyway: `fetch` would keep ten megabytes for it. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { signal: AbortSignal.timeout(ANSWER_MS), agent: false }, (response) => {
      response.destroy();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300);
    });
    request.on("error", () => resolve(false));
  });
}

type End = Pick<Docker.ContainerInspectInfo["State"], "OOMKilled" | "ExitCode" | "Error">;

function endOf({ OOMKilled, ExitCode, Error: error }: End, memory: number | undefined): string {
  if (OOMKilled)
    return `it ran out of memory${memory ? ` (it may use ${Math.round(memory / 2 ** 20)} MiB of the machine's)` : ""}`;
  return error || `its program ended with ${ExitCode}; docker logs says more`;
}

/** What Docker says is wrong, in one line. */
export function wordsOf(error: unknown): string {
  const { json, code, message } = error as { json?: { message?: string }; code?: string; message?: string };
  return (json?.message ?? (code ? `${code}` : message) ?? String(error)).replace(/\s+/g, " ").slice(0, 300);
}

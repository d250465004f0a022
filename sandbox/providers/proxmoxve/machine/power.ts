import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../../framework/http.ts";
import type { Properties } from "../../framework/value.ts";
import type { Client } from "../client.ts";

/** One machine on one node, and whether it runs. */
export class Power {
  readonly #client: Client;
  readonly #path: string;
  readonly #signal: AbortSignal;

  constructor(client: Client, path: string, signal: AbortSignal) {
    this.#client = client;
    this.#path = path;
    this.#signal = signal;
  }

  async isRunning(): Promise<boolean> {
    return (await this.status()).status === "running";
  }

  status(): Promise<Properties> {
    return this.#client.object({ path: `${this.#path}/status/current`, signal: this.#signal });
  }

  async start(seconds: number): Promise<void> {
    await this.#tell("start", { timeout: seconds });
    await this.#until(async () => await this.isRunning());
  }

  /** Asks the guest to shut down where an agent in it hears that; else it is switched off. */
  async stop(inputs: Properties, hasAgent: boolean): Promise<void> {
    if (hasAgent)
      await this.#tell("shutdown", { forceStop: 1, timeout: Number(inputs.timeoutShutdownVm ?? 1800) });
    else await this.#tell("stop", {});
    await this.#until(async () => !(await this.isRunning()));
  }

  async restart(inputs: Properties, hasAgent: boolean): Promise<void> {
    if (!hasAgent) {
      await this.stop(inputs, hasAgent);
      return this.start(Number(inputs.timeoutStartVm ?? 1800));
    }
    await this.#until(() => this.#agentAnswers());
    await this.#tell("reboot", { timeout: Number(inputs.timeoutReboot ?? 1800) });
    await this.#until(async () => await this.isRunning());
  }

  /** The machine's network as its agent tells it, once there is an address in it; undefined after the time given. */
  async interfaces(ms: number, wanted: { ipv4: boolean; ipv6: boolean }): Promise<Properties[] | undefined> {
    const end = AbortSignal.any([this.#signal, AbortSignal.timeout(ms)]);
    for (;;) {
      const told = await this.#interfaces();
      const addresses = told
        .filter(({ name }) => name !== "lo")
        .flatMap(addressesOf)
        .filter(isGlobal);
      const [four, six] = [
        addresses.some((each) => !each.includes(":")),
        addresses.some((each) => each.includes(":")),
      ];
      const enough =
        wanted.ipv4 || wanted.ipv6 ? (!wanted.ipv4 || four) && (!wanted.ipv6 || six) : four || six;
      if (enough) return told;
      try {
        await sleep(200, undefined, { signal: end });
      } catch {
        return this.#signal.aborted ? undefined : told;
      }
    }
  }

  async #interfaces(): Promise<Properties[]> {
    try {
      const { result } = await this.#client.object({
        path: `${this.#path}/agent/network-get-interfaces`,
        signal: this.#signal,
      });
      return Array.isArray(result) ? (result as Properties[]) : [];
    } catch (error) {
      if (error instanceof ApiRefusal) return [];
      throw error;
    }
  }

  async #agentAnswers(): Promise<boolean> {
    try {
      await this.#client.call({ method: "POST", path: `${this.#path}/agent/ping`, signal: this.#signal });
      return true;
    } catch (error) {
      if (error instanceof ApiRefusal && error.status !== 403) return false;
      throw error;
    }
  }

  async #tell(verb: string, form: { [key: string]: number }): Promise<void> {
    try {
      await this.#client.task({
        method: "POST",
        path: `${this.#path}/status/${verb}`,
        form,
        signal: this.#signal,
      });
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !/already running|not running/.test(error.message)) throw error;
    }
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    for (let pause = 50; !(await isSo()); pause = Math.min(pause * 2, 1000))
      await sleep(pause, undefined, { signal: this.#signal });
  }
}

export function addressesOf(card: Properties): string[] {
  const all = card["ip-addresses"];
  return Array.isArray(all) ? all.map((each) => String((each as Properties)["ip-address"])) : [];
}

function isGlobal(address: string): boolean {
  return !/^(127\.|169\.254\.|::1$|fe80:)/i.test(address);
}

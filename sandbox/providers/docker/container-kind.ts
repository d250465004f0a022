import { ApiRefusal, Unreachable } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { tableKind } from "../framework/table-kind.ts";
import { Unready } from "../framework/unready.ts";
import { objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { ApplyRequest, Existing, Made, ResourceKind } from "../framework/vendor.ts";
import { container } from "./container.ts";
import { changeable, createBody } from "./container-body.ts";
import { alike, liveInputs, outputsOf } from "./container-live.ts";
import { bringUp, startContainer } from "./container-start.ts";
import type { Daemon } from "./daemon.ts";
import { importedInputs, inputsNow } from "./drift.ts";
import { presentImage } from "./image-kind.ts";
import { whileInUse } from "./patience.ts";

/** What one call changes of a container that is there. */
const limits = [
  "restart",
  "maxRetryCount",
  "memory",
  "memoryReservation",
  "memorySwap",
  "cpuShares",
  "cpuSet",
  "deviceReadBps",
  "deviceReadIops",
  "deviceWriteBps",
  "deviceWriteIops",
];

export function containerKind(daemon: Daemon, config: Properties): ResourceKind {
  const inspect = (id: string, signal: AbortSignal) =>
    daemon.find({ path: `/containers/${encodeURIComponent(id)}/json`, signal });

  async function make(inputs: Properties, signal: AbortSignal): Promise<string> {
    const name = String(inputs.name);
    const platform = stringAt(inputs, "platform");
    const query = { name, ...(platform && { platform }) };
    const path = "/containers/create";
    try {
      const made = await daemon.object({ path, method: "POST", query, body: createBody(inputs), signal });
      return String(made.Id);
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 409) throw taken(error, name);
      if (!(error instanceof Unreachable) || signal.aborted) throw error;
      // The answer was lost. A container of this name that was never started is the one that it spoke of.
      const found = await inspect(name, signal);
      if (found && objectAt(found, "State").Status === "created") return String(found.Id);
      throw error;
    }
  }

  async function stateOf(id: string, inputs: Properties, signal: AbortSignal): Promise<Properties> {
    const found = await inspect(id, signal);
    // One of `rm` may have ended and be gone by now.
    return found ? { ...liveInputs(found, inputs), ...inputs, ...outputsOf(found) } : inputs;
  }

  /** What is made stays in the state whatever goes wrong after it, so that the next update finds it. */
  async function finish(made: Made, inputs: Properties, signal: AbortSignal): Promise<Properties> {
    try {
      const said = await bringUp(daemon, made.id, inputs, signal);
      return { ...(await stateOf(made.id, inputs, signal)), ...said };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const message = `container ${String(inputs.name)} was made, and could not be brought up: ${error.message}`;
      throw new Unready(message, made, []);
    }
  }

  return tableKind(container, {
    async create({ inputs, signal }: ApplyRequest) {
      const name = String(inputs.image);
      // Checked first, as the official provider does: a pull may take minutes, and a refusal then costs nothing.
      await presentImage(daemon, config, { name, platform: "", signal });
      const id = await make(inputs, signal);
      return { id, state: await finish({ id, state: inputs }, inputs, signal) };
    },
    async update({ id, inputs, state, signal }: ApplyRequest & Existing) {
      const found = await inspect(id, signal);
      if (!found)
        throw new Refusal(
          `container ${String(inputs.name)} is gone: run pulumi refresh, and it is made anew`,
        );
      if (limits.some((key) => JSON.stringify(state[key]) !== JSON.stringify(inputs[key])))
        await daemon.object({
          path: `/containers/${id}/update`,
          method: "POST",
          body: changeable(inputs),
          signal,
        });
      const now = objectAt(found, "State");
      // It was left by an update that did not come to its end.
      if (now.Status === "created" && inputs.start !== false)
        return finish({ id, state: inputs }, inputs, signal);
      if (now.Running !== true && inputs.mustRun === true && inputs.start !== false)
        await startContainer(daemon, id, signal);
      return { ...state, ...(await stateOf(id, inputs, signal)) };
    },
    async read({ id, inputs, state, signal }: Existing) {
      const found = await inspect(id, signal);
      if (!found) return undefined;
      const live = liveInputs(found, inputs);
      const said = inputs.image === undefined ? importedInputs(live, container.shape) : inputs;
      const now = inputsNow(said, live, container.shape, alike);
      const outputs = { ...state, ...live, ...now, ...outputsOf(found) };
      return { id: String(found.Id), inputs: now, state: outputs };
    },
    async remove({ id, inputs, state, signal }: Existing) {
      const { attach, destroyGraceSeconds, removeVolumes } = { ...state, ...inputs };
      const path = `/containers/${id}`;
      if (attach !== true) {
        const query = { t: String(destroyGraceSeconds ?? 0) };
        await gone(daemon.answer({ path: `${path}/stop`, method: "POST", query, repeatable: true, signal }));
      }
      const query = { force: "1", v: removeVolumes === false ? "0" : "1" };
      const ask = () => daemon.answer({ path, method: "DELETE", query, signal });
      await whileInUse(ask, /is already in progress/i, signal);
    },
  });
}

/** What is not there has been stopped. */
async function gone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
  }
}

function taken({ status, message }: ApiRefusal, name: string): ApiRefusal {
  return new ApiRefusal(
    status,
    `${message}\n  fix: remove it (docker rm -f ${name}), or take it over: pulumi import docker:index/container:Container <resource> $(docker inspect -f '{{.Id}}' ${name})`,
  );
}

import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { Daemon } from "./daemon.ts";
import { archiveOf } from "./upload.ts";
import { items, objects } from "./values.ts";

const pauseMs = 500;

/** All that follows on the making of a container. Each step can be taken again where an update was interrupted. */
export async function bringUp(
  daemon: Daemon,
  id: string,
  inputs: Properties,
  signal: AbortSignal,
): Promise<Properties> {
  await joinNetworks(daemon, id, inputs, signal);
  for (const upload of objects(inputs.uploads)) {
    const path = `/containers/${id}/archive`;
    await daemon.answer({ path, method: "PUT", query: { path: "/" }, body: archiveOf(upload), signal });
  }
  if (inputs.start !== false) {
    await startContainer(daemon, id, signal);
    if (inputs.wait === true) await becomeHealthy(daemon, id, Number(inputs.waitTimeout ?? 60), signal);
  }
  return inputs.attach === true ? attached(daemon, id, inputs, signal) : {};
}

export async function startContainer(daemon: Daemon, id: string, signal: AbortSignal): Promise<void> {
  // Started twice, it runs once: the Engine answers the second with a 304.
  await daemon.answer({ path: `/containers/${id}/start`, method: "POST", repeatable: true, signal });
}

/** Whoever names networks wants these, and not the bridge that every container is born on. */
async function joinNetworks(daemon: Daemon, id: string, inputs: Properties, signal: AbortSignal) {
  const networks = objects(inputs.networksAdvanced);
  if (networks.length === 0) return;
  try {
    const path = "/networks/bridge/disconnect";
    await daemon.answer({ path, method: "POST", body: { Container: id }, repeatable: true, signal });
  } catch (error) {
    const isOff = error instanceof ApiRefusal && /is not connected to (the )?network/i.test(error.message);
    // A host whose Engine was told to make no bridge has none.
    const hasNone = error instanceof ApiRefusal && error.status === 404;
    if (!isOff && !hasNone) throw error;
  }
  for (const network of networks) {
    const path = `/networks/${encodeURIComponent(String(network.name))}/connect`;
    const body = { Container: id, EndpointConfig: endpointOf(network) };
    await daemon.answer({ path, method: "POST", body, repeatable: true, signal });
  }
}

function endpointOf(network: Properties): Properties {
  const options = items(network.driverOpts).map((each) => String(each).split(/=(.*)/s));
  return {
    IPAMConfig: {
      IPv4Address: network.ipv4Address ?? "",
      IPv6Address: network.ipv6Address ?? "",
      ...(network.linkLocalIps !== undefined && { LinkLocalIPs: network.linkLocalIps }),
    },
    Aliases: network.aliases ?? [],
    MacAddress: network.macAddress ?? "",
    GwPriority: network.gwPriority ?? 0,
    ...(options.length > 0 && {
      DriverOpts: Object.fromEntries(options.map(([key = "", value = ""]) => [key, value])),
    }),
  };
}

async function becomeHealthy(
  daemon: Daemon,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const state = objectAt(await daemon.object({ path: `/containers/${id}/json`, signal }), "State");
    const health = stringAt(objectAt(state, "Health"), "Status");
    if (health === undefined && state.Running === true)
      throw new Refusal(
        "wait asks for a healthy container, and this one has no healthcheck: give it one, or remove wait",
      );
    if (health === "healthy") return;
    if (state.Running !== true)
      throw new Refusal(`the container ended (exit code ${String(state.ExitCode)}) before it became healthy`);
    if (Date.now() > until)
      throw new Refusal(
        `the container failed to be in healthy state: after ${seconds} s it is ${health}${lastWords(state)}`,
      );
    await sleep(pauseMs, undefined, { signal });
  }
}

/** What the last question after its health was answered. */
function lastWords(state: Properties): string {
  const last = objects(objectAt(state, "Health").Log).at(-1);
  const words = last && stringAt(last, "Output")?.trim();
  return words ? `, and its last check said: ${words.slice(-300)}` : "";
}

/** Waits until it has ended; with its logs, where they are wanted. */
async function attached(
  daemon: Daemon,
  id: string,
  inputs: Properties,
  signal: AbortSignal,
): Promise<Properties> {
  const path = `/containers/${id}/wait`;
  await daemon.answer({
    path,
    method: "POST",
    query: { condition: "not-running" },
    repeatable: true,
    signal,
  });
  if (inputs.logs !== true) return {};
  const query = { stdout: "1", stderr: "1" };
  const { bytes } = await daemon.answer({ path: `/containers/${id}/logs`, query, signal });
  return { containerLogs: inputs.tty === true ? bytes.toString("utf8") : withoutFrames(bytes) };
}

/** What a program said on both streams, in its order: each piece comes with eight bytes of its kind and its length. */
function withoutFrames(bytes: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString("utf8");
}

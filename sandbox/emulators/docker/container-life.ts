import { ApiError } from "../framework/index.ts";
import { allocatePorts } from "./container-ports.ts";
import { removeContainer, tellOf } from "./container-removal.ts";
import { joinNetworks, leftNetworks } from "./endpoint.ts";
import { refuseGpus } from "./gpu.ts";
import { type Host, lookUp, now } from "./host.ts";
import { endingOf } from "./program.ts";
import type { Container } from "./records.ts";

export function isUp({ status }: Container): boolean {
  return status === "running" || status === "paused" || status === "restarting";
}

export function commandOf({ config }: Container): string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
}

/** A container as it is by now: a tool may have done its work, and a restart policy may have started it again. */
export function settle(host: Host, container: Container): Container | undefined {
  let current: Container | undefined = container;
  while (current) {
    const { status, end, again } = current;
    if (status === "running" && end && end.at <= Date.now()) current = ended(host, current, end);
    else if (status === "restarting" && again !== undefined && again <= Date.now())
      current = host.containers.put(current.id, running(current, again));
    else return current;
  }
  return undefined;
}

function running({ again: _, ...container }: Container, at: number): Container {
  const ending = endingOf(commandOf(container));
  return {
    ...container,
    status: "running",
    pid: 1000 + Math.floor(Math.random() * 30_000),
    exitCode: 0,
    error: "",
    startedAt: new Date(at).toISOString(),
    ...(ending && { end: { at: at + ending.afterMs, code: ending.code } }),
  };
}

/** The Engine waits longer before each restart, up to a minute. */
const firstPauseMs = 100;
const longestPauseMs = 60_000;

function ended(
  host: Host,
  { end: _, ...container }: Container,
  { at, code }: { at: number; code: number },
): Container | undefined {
  const { Name, MaximumRetryCount } = container.hostConfig.RestartPolicy;
  const tries = MaximumRetryCount === 0 ? Number.POSITIVE_INFINITY : MaximumRetryCount;
  const again =
    Name === "always" ||
    Name === "unless-stopped" ||
    (Name === "on-failure" && code !== 0 && container.restarts < tries);
  if (!again) return exit(host, container, code, at);
  const pause = Math.min(firstPauseMs * 2 ** container.restarts, longestPauseMs);
  return host.containers.put(container.id, {
    ...container,
    status: "restarting",
    exitCode: code,
    pid: 0,
    finishedAt: new Date(at).toISOString(),
    restarts: container.restarts + 1,
    again: at + pause,
  });
}

/** Gives back its addresses and ports; with `--rm` nothing is left of it. */
export function exit(host: Host, container: Container, code: number, at = Date.now()): Container | undefined {
  const { end: _, again: __, ...rest } = container;
  const exited: Container = {
    ...rest,
    status: "exited",
    exitCode: code,
    pid: 0,
    finishedAt: new Date(at).toISOString(),
    networks: leftNetworks(container.networks),
    ports: {},
  };
  host.containers.put(exited.id, exited);
  tellOf(host, exited, "die");
  if (!exited.hostConfig.AutoRemove) return exited;
  removeContainer(host, exited, true);
  return undefined;
}

export function start(host: Host, container: Container): void {
  try {
    refuseGpus(container.hostConfig.DeviceRequests ?? [], host.seed);
    refuseNeighbour(host, container.hostConfig.NetworkMode);
    const networks = joinNetworks(host, container);
    const ports = allocatePorts(host, container, networks);
    host.containers.put(container.id, running({ ...container, networks, ports, restarts: 0 }, Date.now()));
  } catch (error) {
    if (error instanceof ApiError) failed(host, container, error.message);
    throw error;
  }
  tellOf(host, container, "start");
}

/** It stays as it was made and says why it does not run, unless nobody wants it then. */
function failed(host: Host, container: Container, message: string): void {
  const stuck = host.containers.put(container.id, { ...container, exitCode: 128, error: message });
  // Who is attached already hears from this that there is nothing to wait for.
  tellOf(host, stuck, "die");
  if (stuck.hostConfig.AutoRemove) removeContainer(host, stuck, true);
}

/** Who shares another's network needs that one to run. */
function refuseNeighbour(host: Host, mode: string): void {
  const [kind, reference] = mode.split(":");
  if (kind !== "container" || reference === undefined) return;
  const neighbour = lookUp(host.containers.all(), reference, "container");
  if (!neighbour) throw new ApiError(404, `No such container: ${reference}`);
  if (!isUp(neighbour))
    throw new ApiError(409, `cannot join network of a non running container: ${neighbour.id}`);
}

const fatal: Record<string, number> = { HUP: 1, INT: 2, QUIT: 3, ABRT: 6, KILL: 9, TERM: 15 };

/** What a signal does to a program that does not catch it; undefined where it goes on. */
export function codeAfter(signal: string): number | undefined {
  const name = (signal || "KILL").toUpperCase().replace(/^SIG/, "");
  const number = /^\d+$/.test(name) ? Number(name) : fatal[name];
  return number !== undefined && Object.values(fatal).includes(number) ? 128 + number : undefined;
}

/** A server that is asked politely puts its things away and ends well. */
export function stop(host: Host, container: Container): Container | undefined {
  tellOf(host, container, "kill");
  const stopped = exit(host, container, 0);
  tellOf(host, container, "stop");
  return stopped;
}

export function pause(host: Host, container: Container, paused: boolean): void {
  if (!isUp(container)) throw new ApiError(409, `container ${container.id} is not running`);
  if (paused && container.status === "paused")
    throw new ApiError(409, `container ${container.id} is already paused`);
  if (!paused && container.status !== "paused")
    throw new ApiError(409, `Container ${container.id} is not paused`);
  host.containers.put(container.id, { ...container, status: paused ? "paused" : "running" });
  tellOf(host, container, paused ? "pause" : "unpause");
}

/** Since when it has been in the state that it is in. */
export function since({ status, startedAt, finishedAt, created }: Container): string {
  if (status === "created") return created;
  return status === "exited" || status === "restarting" ? finishedAt : startedAt || now();
}

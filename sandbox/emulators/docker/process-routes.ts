import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { containerNamed, findContainer } from "./container.ts";
import { commandOf, isUp } from "./container-life.ts";
import type { Host } from "./host.ts";
import type { Container } from "./records.ts";
import { stream, terminal, until } from "./stream.ts";

/** What goes on inside of containers: nothing but that they run, and how they end. */
export function processRoutes(add: Add, host: Host): void {
  const the = (call: Call) => containerNamed(host, call.param("id"));
  const about = (path: string) => `/containers/:id${path}`;
  add("POST", about("/wait"), (call) => wait(host, the(call), call));
  add("GET", about("/logs"), (call) => logs(host, the(call), call));
  add("POST", about("/attach"), (call) => attach(host, the(call), call));
  add("GET", about("/top"), (call) => top(running(the(call))));
  add("GET", about("/stats"), (call) => stats(host, the(call), call));
  add("GET", about("/changes"), (call) => {
    const { id } = the(call);
    const files = host.files.all().filter(({ container }) => container === id);
    return files.length > 0 ? files.map(({ path }) => ({ Path: path, Kind: 1 })) : null;
  });
  add("POST", about("/resize"), (call) => {
    running(the(call));
    size(call);
    return call.reply.status(200).send();
  });
}

export function running(container: Container): Container {
  if (isUp(container)) return container;
  throw new ApiError(409, `container ${container.id} is not running`);
}

export function size(call: Call): void {
  const given = z.object({ h: z.coerce.number().int().min(0), w: z.coerce.number().int().min(0) });
  if (!given.safeParse({ h: call.query("h"), w: call.query("w") }).success)
    throw new ApiError(400, "invalid resize height or width: it has to be a number");
}

function wait(host: Host, container: Container, call: Call): void {
  const condition = call.query("condition") || "not-running";
  if (!["not-running", "next-exit", "removed"].includes(condition))
    throw new ApiError(400, `invalid condition: "${condition}"`);
  const out = stream(call, host, "application/json");
  let { exitCode } = container;
  // One that is removed as it ends tells its code only here.
  const deaf = host.events.listen(({ Action, Actor }) => {
    if (Action === "die" && Actor.ID === container.id) exitCode = Number(Actor.Attributes.exitCode);
  });
  out.onClose(deaf);
  const look = () => {
    const now = findContainer(host, container.id);
    if (!now || (condition === "not-running" && !isUp(now))) return undefined;
    return condition === "next-exit" && now.finishedAt !== container.finishedAt ? undefined : now;
  };
  until(host, container, out, look, () => out.end(`${JSON.stringify({ StatusCode: exitCode })}\n`));
}

/** Nothing is ever printed: a reader that follows hears of the end. */
function follow(host: Host, container: Container, out: ReturnType<typeof stream>): void {
  const look = () => {
    const now = findContainer(host, container.id);
    return now && isUp(now) ? now : undefined;
  };
  until(host, container, out, look, () => out.end());
}

function logs(host: Host, container: Container, call: Call) {
  if (!call.flag("stdout") && !call.flag("stderr"))
    throw new ApiError(400, "Bad parameters: you must choose at least one stream");
  const { Type } = container.hostConfig.LogConfig;
  if (Type === "none") throw new ApiError(501, "configured logging driver does not support reading");
  const kind = container.config.Tty ? "raw-stream" : "multiplexed-stream";
  const out = stream(call, host, `application/vnd.docker.${kind}`);
  if (call.flag("follow")) follow(host, container, out);
  else out.end();
}

function attach(host: Host, container: Container, call: Call): void {
  if (container.status === "paused")
    throw new ApiError(409, `container ${container.id} is paused, unpause the container before attach`);
  const out = terminal(call, host, container.config.Tty);
  if (!call.flag("stream")) {
    out.end();
    return;
  }
  // Attached before it starts, as `docker run` does: then its end is yet to come.
  const began = container.startedAt;
  const look = () => {
    const now = findContainer(host, container.id);
    const waits =
      now && (isUp(now) || (now.status === "created" && now.error === "" && now.startedAt === began));
    return waits ? now : undefined;
  };
  until(host, container, out, look, () => out.end());
}

function top(container: Container) {
  const started = container.startedAt.slice(11, 16);
  return {
    Titles: ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"],
    Processes: [
      ["root", String(container.pid), "1", "0", started, "?", "00:00:00", commandOf(container).join(" ")],
    ],
  };
}

function stats(host: Host, container: Container, call: Call): unknown {
  if (call.query("stream") !== "" && !call.flag("stream")) return sample(host, container);
  const out = stream(call, host, "application/json");
  const tell = () => {
    const now = findContainer(host, container.id);
    if (!now) return out.end();
    out.write(`${JSON.stringify(sample(host, now))}\n`);
  };
  tell();
  const timer = setInterval(tell, 1000);
  out.onClose(() => clearInterval(timer));
  return undefined;
}

/** A container that does nothing uses nothing. */
function sample({ seed }: Host, container: Container) {
  const up = isUp(container);
  const cpu = {
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    ...(up && { system_cpu_usage: 0, online_cpus: seed.cpus }),
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
  return {
    name: `/${container.name}`,
    id: container.id,
    read: up ? new Date().toISOString() : "0001-01-01T00:00:00Z",
    preread: "0001-01-01T00:00:00Z",
    pids_stats: up ? { current: 1 } : {},
    blkio_stats: { io_service_bytes_recursive: null },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu,
    precpu_stats: cpu,
    memory_stats: up ? { usage: 0, limit: container.hostConfig.Memory || seed.memoryBytes } : {},
    ...(up && { networks: {} }),
  };
}

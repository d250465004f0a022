import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { allContainers, containerNamed, createContainer, freeName } from "./container.ts";
import { refuseSignal } from "./container-checks.ts";
import { codeAfter, exit, isUp, pause, start, stop } from "./container-life.ts";
import { refuseResources, refuseRestart, updatedLimits } from "./container-limits.ts";
import { listContainers } from "./container-list.ts";
import { removeContainer, tellOf } from "./container-removal.ts";
import { createRequest, updateRequest } from "./container-request.ts";
import { inspectContainer } from "./container-view.ts";
import type { Host } from "./host.ts";
import type { Container } from "./records.ts";

export function containerRoutes(add: Add, host: Host): void {
  const the = (call: Call) => containerNamed(host, call.param("id"));
  const about = (path: string) => `/containers/:id${path}`;

  add("GET", "/containers/json", (call) => listContainers(host, call));
  add("POST", "/containers/create", (call) => {
    const text = call.bytes().toString("utf8").trim();
    if (text === "{}" || text === "null" || text === "")
      throw new ApiError(400, "config cannot be empty in order to create a container");
    const made = createContainer(host, call.query("name"), call.query("platform"), call.json(createRequest));
    return call.reply.status(201).send(made);
  });
  add("POST", "/containers/prune", () => {
    const stopped = allContainers(host).filter((container) => !isUp(container));
    for (const container of stopped) removeContainer(host, container, false);
    return { ContainersDeleted: stopped.length > 0 ? stopped.map(({ id }) => id) : null, SpaceReclaimed: 0 };
  });
  add("GET", about("/json"), (call) => inspectContainer(host, the(call), call.before("1.52")));
  add("POST", about("/start"), (call) => {
    const container = the(call);
    if (container.status === "paused")
      throw new ApiError(409, "cannot start a paused container, try unpause instead");
    if (isUp(container)) return call.reply.status(304).send();
    start(host, container);
    return call.reply.status(204).send();
  });
  add("POST", about("/stop"), (call) => {
    const container = the(call);
    refuseSignal(call.query("signal"));
    if (!isUp(container)) return call.reply.status(304).send();
    stop(host, container);
    return call.reply.status(204).send();
  });
  add("POST", about("/restart"), (call) => {
    const container = the(call);
    const stopped = isUp(container) ? stop(host, { ...container, hostConfig: kept(container) }) : container;
    if (stopped) start(host, { ...stopped, hostConfig: container.hostConfig });
    tellOf(host, container, "restart");
    return call.reply.status(204).send();
  });
  add("POST", about("/kill"), (call) => kill(host, the(call), call));
  add("POST", about("/pause"), (call) => {
    pause(host, the(call), true);
    return call.reply.status(204).send();
  });
  add("POST", about("/unpause"), (call) => {
    pause(host, the(call), false);
    return call.reply.status(204).send();
  });
  add("POST", about("/rename"), (call) => rename(host, the(call), call));
  add("POST", about("/update"), (call) => {
    const container = the(call);
    const wanted = call.json(updateRequest);
    // What is not spoken of stays: a limit of swap alone is judged beside the limit of memory that is there.
    const memory = wanted.Memory || container.hostConfig.Memory;
    refuseResources({ ...wanted, Memory: memory }, host.seed);
    refuseRestart(wanted.RestartPolicy);
    const hostConfig = updatedLimits(container.hostConfig, wanted, container.id);
    host.containers.put(container.id, { ...container, hostConfig });
    tellOf(host, container, "update");
    return { Warnings: [] };
  });
  add("DELETE", "/containers/:id", (call) => remove(host, the(call), call));
}

/** Stopped on the way to a restart, even a container of `--rm` stays. */
function kept({ hostConfig }: Container): Container["hostConfig"] {
  return { ...hostConfig, AutoRemove: false };
}

function kill(host: Host, container: Container, call: Call) {
  const signal = call.query("signal");
  refuseSignal(signal);
  if (!isUp(container))
    throw new ApiError(
      409,
      `cannot kill container: ${call.param("id")}: container ${container.id} is not running`,
    );
  tellOf(host, container, "kill");
  const code = codeAfter(signal);
  if (code !== undefined) exit(host, container, code);
  return call.reply.status(204).send();
}

function rename(host: Host, container: Container, call: Call) {
  const name = call.query("name");
  if (name === "") throw new ApiError(400, "Neither old nor new names may be empty");
  if (name.replace(/^\//, "") === container.name)
    throw new ApiError(400, "Renaming a container with the same name as its current name");
  const renamed = { ...container, name: freeName(host, name) };
  host.containers.put(container.id, renamed);
  tellOf(host, renamed, "rename");
  return call.reply.status(204).send();
}

function remove(host: Host, container: Container, call: Call) {
  if (isUp(container) && !call.flag("force"))
    throw new ApiError(
      409,
      container.status === "paused"
        ? `cannot remove container "/${container.name}": container is paused and must be unpaused first`
        : `cannot remove container "/${container.name}": container is running: stop the container before removing or force remove`,
    );
  const stopped = isUp(container)
    ? exit(host, { ...container, hostConfig: kept(container) }, 137)
    : container;
  if (stopped) removeContainer(host, stopped, call.flag("v"));
  return call.reply.status(204).send();
}

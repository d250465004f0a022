import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { containerNamed } from "./container.ts";
import { flag, struct, text, texts, words } from "./go-json.ts";
import { type Host, newId } from "./host.ts";
import { running, size } from "./process-routes.ts";
import { endingOf } from "./program.ts";
import type { Exec } from "./records.ts";
import { terminal } from "./stream.ts";

const createRequest = struct({
  Cmd: words,
  User: text,
  WorkingDir: text,
  Env: texts,
  Tty: flag,
  Privileged: flag,
  AttachStdin: flag,
  AttachStdout: flag,
  AttachStderr: flag,
});
const startRequest = struct({ Detach: flag, Tty: flag });

/** Commands inside of containers: they end as their name tells, at the latest when the container does. */
export function execRoutes(add: Add, host: Host): void {
  add("POST", "/containers/:id/exec", (call) => {
    const request = call.json(createRequest);
    const container = containerNamed(host, call.param("id"));
    if (!request.Cmd?.length) throw new ApiError(400, "No exec command specified");
    if (container.status === "paused")
      throw new ApiError(409, `container ${container.id} is paused, unpause the container before exec`);
    running(container);
    const exec: Exec = {
      id: newId(),
      container: container.id,
      command: request.Cmd,
      tty: request.Tty,
      user: request.User,
      privileged: request.Privileged,
      stdin: request.AttachStdin,
      stdout: request.AttachStdout,
      stderr: request.AttachStderr,
      running: false,
      exitCode: null,
    };
    host.execs.put(exec.id, exec);
    return call.reply.status(201).send({ Id: exec.id });
  });
  add("POST", "/exec/:id/start", (call) => start(host, the(host, call), call));
  add("POST", "/exec/:id/resize", (call) => {
    if (!the(host, call).running) throw new ApiError(409, `exec process is not started`);
    size(call);
    return call.reply.status(200).send();
  });
  add("GET", "/exec/:id/json", (call) => inspect(host, the(host, call)));
}

function the(host: Host, call: Call): Exec {
  const exec = host.execs.get(call.param("id"));
  if (!exec) throw new ApiError(404, `No such exec instance: ${call.param("id")}`);
  return exec;
}

async function start(host: Host, exec: Exec, call: Call) {
  const { Detach } = call.json(startRequest);
  running(containerNamed(host, exec.container));
  if (exec.running || exec.exitCode !== null)
    throw new ApiError(409, `exec process is already ${exec.running ? "running" : "done"}`);
  host.execs.put(exec.id, { ...exec, running: true });
  const ending = endingOf(exec.command) ?? { afterMs: 0, code: 0 };
  const end = () => {
    if (host.execs.has(exec.id)) host.execs.put(exec.id, { ...exec, running: false, exitCode: ending.code });
    host.store.flush();
  };
  if (Detach) {
    setTimeout(end, ending.afterMs).unref();
    return call.reply.status(200).send();
  }
  const out = terminal(call, host, exec.tty);
  await sleep(ending.afterMs, undefined, { ref: false });
  end();
  out.end();
}

function inspect(host: Host, exec: Exec) {
  const [entrypoint = "", ...args] = exec.command;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode,
    ProcessConfig: {
      tty: exec.tty,
      entrypoint,
      arguments: args,
      privileged: exec.privileged,
      ...(exec.user && { user: exec.user }),
    },
    OpenStdin: exec.stdin,
    OpenStderr: exec.stderr,
    OpenStdout: exec.stdout,
    CanRemove: false,
    ContainerID: exec.container,
    DetachKeys: "",
    Pid: exec.running ? (host.containers.get(exec.container)?.pid ?? 0) : 0,
  };
}

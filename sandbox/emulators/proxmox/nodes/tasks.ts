import { type Call, type Handlers, PveError } from "../api/index.ts";
import type { Task } from "../tasks.ts";

const path = "/nodes/{node}/tasks";

export const taskHandlers: Handlers = {
  [`GET ${path}`]: ({ datacenter, parameters }) => {
    const { node, vmid, typefilter, limit = 50, start = 0 } = parameters;
    const mine = datacenter.tasks.all
      .all()
      .filter(
        (task) =>
          task.node === node &&
          task.id === String(vmid ?? task.id) &&
          task.type === (typefilter ?? task.type),
      );
    return mine
      .toReversed()
      .slice(Number(start), Number(start) + Number(limit))
      .map(shown);
  },
  [`GET ${path}/{upid}`]: (call) => {
    found(call);
    return [{ name: "log" }, { name: "status" }];
  },
  [`GET ${path}/{upid}/status`]: (call) => {
    const task = found(call);
    const done = task.exitstatus !== undefined;
    return {
      ...shown(task),
      status: done ? "stopped" : "running",
      ...(done && { exitstatus: task.exitstatus }),
    };
  },
  [`GET ${path}/{upid}/log`]: (call) => {
    const { start = 0, limit = 50 } = call.parameters;
    const lines = found(call).log;
    const told = lines.length === 0 ? ["no content"] : lines;
    return told.map((t, index) => ({ n: index + 1, t })).slice(Number(start), Number(start) + Number(limit));
  },
  // Stopped, a task has done nothing: what it was to do, it was to do at its end.
  [`DELETE ${path}/{upid}`]: (call) => {
    const task = found(call);
    if (task.exitstatus === undefined)
      call.datacenter.tasks.all.put(task.upid, {
        ...task,
        exitstatus: "received interrupt",
        endtime: Math.floor(Date.now() / 1000),
      });
    return null;
  },
};

function found({ datacenter, parameters }: Call): Task {
  const upid = String(parameters.upid);
  if (!upid.startsWith("UPID:")) throw new PveError(`unable to parse worker upid '${upid}'`);
  const task = datacenter.tasks.all.get(upid);
  if (!task || task.node !== parameters.node) throw new PveError("no such task", 500);
  return task;
}

function shown({ upid, node, type, id, user, pid, pstart, starttime, endtime, exitstatus }: Task) {
  const [userid = "", tokenid] = user.split("!");
  return {
    upid,
    node,
    type,
    id,
    user: userid,
    pid,
    pstart,
    starttime,
    ...(tokenid !== undefined && { tokenid }),
    ...(endtime !== undefined && { endtime, status: exitstatus }),
  };
}

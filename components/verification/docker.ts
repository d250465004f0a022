import { dockerHosts } from "../inventory/index.ts";
import type { Lab, Service } from "../lab/index.ts";
import { type Check, type Finding, failed, idOf, ok, unseen } from "./check.ts";

interface Container {
  Names?: string[];
  State?: string;
  Status?: string;
}

const LIST = "/containers/json?all=true";

/** Every Docker host of a lab, and the containers that are declared there. */
export function dockerChecks({ name: stack, inventory, services }: Lab, lifecycles: string[]): Check[] {
  return dockerHosts(inventory).flatMap(({ name: host }): Check[] => [
    {
      id: idOf({ place: host, topic: "access", name: "docker" }),
      place: host,
      topic: "access",
      about: "its Docker Engine answers",
      by: "answer",
    },
    ...services
      .filter(
        ({ place, lifecycle }) =>
          "docker" in place && place.docker === host && lifecycles.includes(lifecycle),
      )
      .map(
        (service): Check => ({
          id: idOf({ place: host, topic: "containers", name: service.name }),
          place: host,
          topic: "containers",
          service: service.name,
          about: service.health ? "its container runs, and is healthy" : "its container runs",
          by: "documents",
          reads: [LIST],
          judge: (seen) => judge(containerNamed(seen(LIST), service.name), service, stack),
        }),
      ),
  ]);
}

function containerNamed(list: unknown, name: string): Container | undefined {
  if (!Array.isArray(list)) throw new Error("the Docker Engine answers with something other than a list");
  return (list as Container[]).find(({ Names }) => Names?.includes(`/${name}`));
}

function judge(
  container: Container | undefined,
  { name, health, workload, start }: Service,
  stack: string,
): Finding {
  if (!container) return failed("there is no such container", `npx lab up ${stack}`);
  const { State = "", Status = "" } = container;
  const log = `docker logs --tail 50 ${name}`;
  if (workload.kind === "job")
    return State === "exited" && Status.startsWith("Exited (0)") ? ok("done") : failed(Status || State, log);
  const waits = State === "created" || State === "exited";
  if (start !== "always" && waits) return ok("it waits until it is started on demand");
  if (State !== "running") return failed(`it is ${State}: ${Status}`, log);
  if (!health) return ok(Status);
  if (Status.includes("(healthy)")) return ok(Status);
  return Status.includes("(health: starting)") || Status.includes("(starting)")
    ? unseen("it has just been started, and has not said yet whether it is well")
    : failed(
        `it runs, and is not well: ${Status}`,
        `docker inspect --format '{{json .State.Health}}' ${name}`,
      );
}

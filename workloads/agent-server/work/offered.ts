import { fits } from "../../kit/index.ts";
import type { Person } from "../people.ts";
import type { Router, Tools } from "../router/index.ts";
import type { Task } from "../runs/index.ts";

/** What a run's model is shown: what the run asks for, as far as its person may, as far as the router permits. */
export async function offeredTo(
  person: Pick<Person, "tools">,
  task: Pick<Task, "tools"> | undefined,
  router: Router,
  signal: AbortSignal,
): Promise<Tools> {
  const tools = await router.tools(task?.tools, signal);
  return new Map([...tools].filter(([name]) => person.tools.some((pattern) => fits(pattern, name))));
}

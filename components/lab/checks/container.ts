import type { Problem } from "../../refusal.ts";
import type { Service } from "../lab.ts";
import { problem } from "./problem.ts";

const EXAMPLES = {
  image: 'image("docker.io/library/redis", "8.2.3", "sha256:..."), or program: "router"',
  resources: '{ cpu: "100m", memory: "128Mi..256Mi" }',
  health: '{ ready: "/health" }, { opens: "http" } or { command: ["pg_isready"] }',
};

/** What every container has to say, wherever it runs. A job shows by its end whether it works. */
export function checkContainer(service: Service): Problem[] {
  const lasts = ["deployment", "stateful", "daemon"].includes(service.workload.kind);
  const required = lasts ? (["image", "resources", "health"] as const) : (["image", "resources"] as const);
  return required
    .filter((key) => !service[key])
    .map((key) =>
      problem(service, {
        what: `${service.name} runs in a container, and says no ${key}.`,
        fix: `write ${key}: ${EXAMPLES[key]}`,
      }),
    );
}

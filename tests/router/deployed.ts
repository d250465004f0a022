import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import {
  type ClusterService,
  isOnCluster,
  type Plan,
  planService,
} from "../../components/kubernetes/index.ts";
import { type Lab, type ResolvedPart, resolve, serviceNamed } from "../../components/lab/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { derived } from "../../components/service/index.ts";
import { labOf } from "../../stacks/labs.ts";

/** The router as the homelab declares it: what a cluster would hold, and what its container would find. */
export class DeployedRouter {
  readonly service: ClusterService;
  readonly plan: Plan;
  readonly #lab: Lab;

  static async read(): Promise<DeployedRouter> {
    return new DeployedRouter(await labOf("homelab"));
  }

  private constructor(lab: Lab) {
    const service = serviceNamed(lab, "router");
    if (!isOnCluster(service)) throw new Error("the router is not on a cluster");
    this.service = service;
    this.plan = planService(service, lab, unbuilt);
    this.#lab = lab;
  }

  /** What Prometheus watches of it. */
  rules(): { name: string; rules: { alert: string }[] }[] {
    const { groups } = parse(filled(resolve(derived("alert-rules"), this.service, this.#lab)));
    return groups.filter(({ name }: { name: string }) => name === this.service.name);
  }

  /** Its files in one folder, with a word in the place of each secret, and its environment leading there. */
  container(): { environment: Record<string, string>; folder: string } {
    const folder = mkdtempSync(join(tmpdir(), "router-"));
    const moved = new Map<string, string>();
    for (const path of Object.keys(this.service.files)) moved.set(path, join(folder, basename(path)));
    const lead = (text: string) => [...moved].reduce((all, [from, to]) => all.replaceAll(from, to), text);
    for (const [path, value] of Object.entries(this.service.files)) {
      const file = moved.get(path) ?? "";
      writeFileSync(file, lead(filled(resolve(value, this.service, this.#lab))));
    }
    const environment = Object.entries(this.service.env).map(([name, value]) => [
      name,
      lead(filled(resolve(value, this.service, this.#lab))),
    ]);
    return { environment: Object.fromEntries(environment), folder };
  }
}

function filled(parts: ResolvedPart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : `a-secret-called-${part.secret}`)).join("");
}

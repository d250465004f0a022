import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../scripts/setup/paths.mjs";
import { type Ended, LabFolder } from "../../scripts/trial/lab-folder.ts";

/** This whole project in a folder of its own, with a sandbox of its own: a test may break what it likes. */
export class WholeLab extends LabFolder {
  constructor() {
    super();
    this.copy(
      "components",
      "policies",
      "sandbox",
      "scripts",
      "stacks",
      "workloads",
      "Pulumi.yaml",
      "package.json",
      "tsconfig.json",
    );
    this.copy(...readdirSync(checkout).filter((name) => /^Pulumi\..+\.yaml$/.test(name)));
  }

  /** What a command says in JSON, whatever its exit code. */
  async json(...args: string[]) {
    const { out, err } = await this.lab(...args, "--json");
    try {
      return JSON.parse(out);
    } catch {
      throw new Error(`no JSON from lab ${args.join(" ")}: ${out}${err}`);
    }
  }

  kubectl(cluster: string, ...args: string[]): Promise<Ended> {
    return this.lab("sandbox", "kubectl", cluster, ...args);
  }

  async pidOf(part: string): Promise<number> {
    const { parts } = await this.json("sandbox", "status");
    return parts.find(({ name }: { name: string }) => name === part)?.pid;
  }

  async close(): Promise<void> {
    await this.lab("sandbox", "reset", "--yes");
    this.remove();
  }

  get sandboxFolder(): string {
    return join(this.root, ".lab/sandbox");
  }
}

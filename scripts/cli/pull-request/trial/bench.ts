import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLUSTER } from "../../../../stacks/pull-request/inventory.ts";
import { projectEngine } from "../../engine/project.ts";
import type { Engine } from "../../engine/run.ts";
import { exits, Stop } from "../../exits.ts";
import type { Known } from "../../secrets/finder.ts";

/** The way to where tests stand: a token that reaches nothing else. */
export interface TrialAccess {
  url: string;
  token: string;
  /** Of a cluster that stands for the one on the machine, where a machine is only pretended. */
  kubeconfig?: string;
}

export function accessFrom({
  TEST_PROXMOX_URL: url,
  TEST_PROXMOX_TOKEN: token,
}: NodeJS.ProcessEnv): TrialAccess {
  if (url && token) return { url, token };
  throw new Stop(
    "nobody says where the machine of a test is to stand\n  fix: give TEST_PROXMOX_URL and TEST_PROXMOX_TOKEN in the environment (docs/reference/pull-requests.md says what that token needs)",
    exits.usage,
  );
}

/** What the engine is given for one test, in files that go when it is done. */
export class Bench {
  readonly engine: Engine;
  /** What no comment may show. */
  readonly secrets: Known[];
  readonly #folder: string;
  readonly #stack: string;
  readonly #access: TrialAccess | undefined;

  private constructor(stack: string, base: Engine, access: TrialAccess | undefined) {
    this.#stack = stack;
    this.#access = access;
    this.#folder = mkdtempSync(join(tmpdir(), `lab-${stack}-`));
    const file = (name: string, text: string) => {
      writeFileSync(join(this.#folder, name), text, { mode: 0o600 });
      return join(this.#folder, name);
    };
    const root = rootOf(stack, base.environment);
    const config = file("config.yaml", "config:\n  homelab:deploy:\n    - production\n");
    mkdirSync(join(this.#folder, "given"), { mode: 0o700 });
    this.engine = {
      ...base,
      environment: {
        ...base.environment,
        LAB_ROOT_SECRET_FILE: file("secret", root),
        LAB_GIVEN_FOLDER: join(this.#folder, "given"),
      },
      configFile: async () => config,
    };
    this.secrets = [
      { name: "the root secret of the test", value: root },
      ...(access ? [{ name: "the token of Proxmox", value: access.token }] : []),
    ];
  }

  /** To take a test down its state says everything: the way there is no more than what it was made with. */
  static async of(stack: string, access?: TrialAccess): Promise<Bench> {
    return new Bench(stack, await projectEngine(), access);
  }

  /** Whether there is a cluster on the machine by now. */
  tell(made: boolean): void {
    const { url, token, kubeconfig } = this.#access ?? { url: "", token: "" };
    const cluster = { made, ...(made && kubeconfig !== undefined && { kubeconfig }) };
    const given = { access: { proxmox: { url, token }, [CLUSTER]: cluster }, tokens: {}, protect: false };
    writeFileSync(join(this.#folder, "given", `${this.#stack}.json`), JSON.stringify(given), { mode: 0o600 });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The same for every job of a pull request, and known to whoever may open its state. */
function rootOf(stack: string, environment: NodeJS.ProcessEnv): string {
  const { PULUMI_CONFIG_PASSPHRASE: said, PULUMI_CONFIG_PASSPHRASE_FILE: file } = environment;
  const passphrase = said ?? (file ? readFileSync(file, "utf8").trim() : "");
  if (!passphrase)
    throw new Stop(
      "the state of tests has no passphrase\n  fix: give PULUMI_CONFIG_PASSPHRASE in the environment",
      exits.usage,
    );
  return createHmac("sha256", passphrase).update(stack).digest("hex");
}

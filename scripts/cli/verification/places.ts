import { houseRoot } from "../../../components/certificates/index.ts";
import { dockerHosts, vendorsOf } from "../../../components/inventory/index.ts";
import { kubeconfigOf } from "../../../components/k3s/identity/index.ts";
import { houseOf, type Lab } from "../../../components/lab/index.ts";
import { ownSecret } from "../../../components/secrets/index.ts";
import type { Settings } from "../../../stacks/settings.ts";
import { NotSeen } from "./answer.ts";
import { clusterPlace } from "./cluster.ts";
import { dockerPlace } from "./docker.ts";
import { Network } from "./network.ts";
import { once, type Place } from "./place.ts";
import { vendorPlace } from "./vendors.ts";

/** Everywhere that a lab can be looked at, as its config says that one gets there. */
export class Places {
  readonly network: Promise<Network>;
  readonly #lab: Lab;
  readonly #settings: Settings;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #opened: Place[] = [];
  /** The place of a name; fails where the config does not know it. */
  readonly of: (name: string) => Promise<Place>;
  /** Whether somebody answers there, which is asked once. */
  readonly answers: (name: string) => Promise<void>;

  constructor(lab: Lab, settings: Settings, environment: NodeJS.ProcessEnv) {
    this.#lab = lab;
    this.#settings = settings;
    this.#environment = environment;
    this.of = once(async (name) => {
      const opened = await this.#open(name);
      this.#opened.push(opened);
      return opened;
    });
    this.answers = once(async (name) => (await this.of(name)).answer());
    this.network = this.#secret(houseRoot(houseOf(lab))).then((root) => new Network(lab.inventory, root));
  }

  close(): void {
    for (const each of this.#opened) each.close();
  }

  async #open(name: string): Promise<Place> {
    const { inventory } = this.#lab;
    const access = this.#settings.access[name];
    if (inventory.clusters[name]) {
      const kubeconfig = access?.made
        ? await this.#secret(kubeconfigOf(name, this.#lab))
        : access?.kubeconfig;
      return kubeconfig
        ? clusterPlace(name, kubeconfig)
        : this.#unknown(name, "made true, or its kubeconfig");
    }
    if (dockerHosts(inventory).some((host) => host.name === name))
      return access?.docker
        ? dockerPlace(name, access.docker)
        : this.#unknown(name, "docker ssh://user@host");
    const vendor = vendorsOf(inventory).find((each) => each === name);
    return vendor && access?.token
      ? vendorPlace(vendor, access, this.#environment)
      : this.#unknown(name, "token, and what else the vendor asks for");
  }

  #unknown(name: string, what: string): never {
    throw new NotSeen(
      `the config of ${this.#lab.name} does not say how to reach ${name}`,
      `pulumi config set --secret -s ${this.#lab.name} --path 'homelab:access.${name}.…': ${what}`,
    );
  }

  #secret(secret: Parameters<typeof ownSecret>[2]): Promise<string> {
    return ownSecret(this.#settings.rootSecret, this.#lab.name, secret);
  }
}

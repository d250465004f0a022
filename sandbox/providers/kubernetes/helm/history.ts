import type { Properties } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";
import { isAbsence, isAlreadyThere } from "../server-refusal.ts";
import { type Record, recordOf, type Status, secretOf } from "./record.ts";

/** All the revisions of one release in its namespace. */
export class History {
  readonly #cluster: Cluster;
  readonly #namespace: string;
  readonly #name: string;
  readonly #signal: AbortSignal;

  constructor(cluster: Cluster, namespace: string, name: string, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#namespace = namespace;
    this.#name = name;
    this.#signal = signal;
  }

  /** From the first to the last. */
  async records(): Promise<Record[]> {
    const selector = encodeURIComponent(`owner=helm,name=${this.#name}`);
    const { items } = await this.#cluster.list(`${this.#folder}?labelSelector=${selector}`, this.#signal);
    return items.map(recordOf).sort((a, b) => a.revision - b.revision);
  }

  async last(): Promise<Record | undefined> {
    return (await this.records()).at(-1);
  }

  async add(record: Record): Promise<void> {
    await this.#send("POST", this.#folder, secretOf(record));
  }

  async mark(record: Record, status: Status): Promise<void> {
    const secret = secretOf({ ...record, status });
    await this.#send("PUT", this.#place(record), secret);
  }

  async remove(record: Record): Promise<void> {
    try {
      await this.#cluster.call({ path: this.#place(record), method: "DELETE", signal: this.#signal });
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }

  async makeNamespace(): Promise<void> {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: this.#namespace } };
    try {
      await this.#send("POST", "/api/v1/namespaces", namespace);
    } catch (error) {
      if (!isAlreadyThere(error)) throw error;
    }
  }

  get #folder(): string {
    return `/api/v1/namespaces/${encodeURIComponent(this.#namespace)}/secrets`;
  }

  #place({ revision }: Record): string {
    return `${this.#folder}/sh.helm.release.v1.${encodeURIComponent(this.#name)}.v${revision}`;
  }

  async #send(method: "POST" | "PUT", path: string, body: Properties): Promise<void> {
    await this.#cluster.call({
      path: `${path}?fieldManager=helm`,
      method,
      contentType: "application/json",
      body,
      signal: this.#signal,
    });
  }
}

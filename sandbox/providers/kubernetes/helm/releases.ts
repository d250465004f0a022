import { Refusal } from "../../framework/refusal.ts";
import { objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { ApplyRequest, Existing, Found, Log, Made } from "../../framework/vendor.ts";
import type { Cluster } from "../cluster.ts";
import { idOf } from "../identity.ts";
import { merged } from "../merged.ts";
import { chartOf, valuesOf } from "./chart.ts";
import { History } from "./history.ts";
import type { Record } from "./record.ts";

/**
 * The releases of a cluster, recorded as Helm records them. What a chart makes of its values only Helm can say, so
 * none of its objects is made: that is told once, and not at each of the many releases of a cluster.
 */
export class Releases {
  readonly #cluster: Cluster;
  readonly #log: Log;
  #told = false;

  constructor(cluster: Cluster, log: Log) {
    this.#cluster = cluster;
    this.#log = log;
  }

  async create(request: ApplyRequest): Promise<Made> {
    const { inputs, urn } = request;
    const history = this.#history(inputs, request.signal);
    const records = await history.records();
    if (records.some((each) => each.status === "deployed"))
      throw new Refusal(
        `the Helm release ${inNamespace(inputs)} is there already: import it, or name this one otherwise`,
      );
    if (inputs.createNamespace === true) await history.makeNamespace();
    const revision = (records.at(-1)?.revision ?? 0) + 1;
    const record = recordFor(inputs, valuesOf(inputs), revision, "Install complete");
    await history.add(record);
    this.#tell(urn);
    return { id: inNamespace(inputs), state: stateOf(inputs, record) };
  }

  async update(request: ApplyRequest & Existing): Promise<Properties> {
    const { id, inputs, urn } = request;
    const history = this.#history(inputs, request.signal);
    const records = await history.records();
    const before = records.at(-1);
    if (!before)
      throw new Refusal(
        `the Helm release ${id} is gone: "pulumi refresh" finds out, and then it is made anew`,
      );
    const reused = inputs.reuseValues === true ? before.config : {};
    const config = merged(reused, valuesOf(inputs));
    const record = recordFor(inputs, config, before.revision + 1, "Upgrade complete");
    await history.add({ ...record, firstDeployed: before.firstDeployed });
    for (const each of records) if (each.status === "deployed") await history.mark(each, "superseded");
    for (const each of tooOld([...records, record], inputs)) await history.remove(each);
    this.#tell(urn);
    return stateOf(inputs, record);
  }

  async read({ id, inputs, signal }: Existing): Promise<Found | undefined> {
    const [first = "", second] = id.split("/");
    const place =
      second === undefined ? { namespace: "default", name: first } : { namespace: first, name: second };
    const record = await this.#history(place, signal).last();
    if (!record) return undefined;
    const isImport = Object.keys(inputs).length === 0;
    const now = isImport ? inputsOfImport(record) : inputsOf(inputs, record);
    return { id, state: stateOf(now, record), inputs: now };
  }

  async remove({ inputs, state, signal }: Existing): Promise<void> {
    const history = this.#history({ ...state, ...inputs }, signal);
    for (const each of await history.records()) await history.remove(each);
  }

  #history(inputs: Properties, signal: AbortSignal): History {
    return new History(this.#cluster, String(inputs.namespace), String(inputs.name), signal);
  }

  #tell(urn: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#log.warn(
      "Helm releases are recorded here, and nothing of their charts is made: only Helm renders them, and it is in the official plugin",
      urn,
    );
  }
}

function inNamespace({ namespace, name }: Properties): string {
  return idOf({ metadata: { ...(namespace !== undefined && { namespace }), name: name ?? null } });
}

function recordFor(inputs: Properties, config: Properties, revision: number, usual: string): Record {
  const now = new Date().toISOString();
  return {
    name: String(inputs.name),
    namespace: String(inputs.namespace),
    revision,
    status: "deployed",
    firstDeployed: now,
    lastDeployed: now,
    description: stringAt(inputs, "description") ?? usual,
    chart: chartOf(inputs),
    config,
  };
}

/** Zero keeps them all. */
function tooOld(records: Record[], { maxHistory }: Properties): Record[] {
  const kept = Number(maxHistory ?? 0);
  return kept > 0 ? records.slice(0, -kept) : [];
}

function stateOf(
  inputs: Properties,
  { name, namespace, revision, status, chart, config }: Record,
): Properties {
  const { metadata } = chart;
  const { name: chartName = "", version = "", appVersion = "" } = metadata;
  return {
    ...inputs,
    values: config,
    version,
    resourceNames: {},
    status: { appVersion, chart: chartName, name, namespace, revision, status, version },
  };
}

/** What the program said, with what is recorded in its place: another's upgrade shows. */
function inputsOf(inputs: Properties, { chart, config }: Record): Properties {
  const isWhole = inputs.valueYamlFiles === undefined && inputs.reuseValues !== true;
  return {
    ...inputs,
    ...(isWhole && (inputs.values !== undefined || Object.keys(config).length > 0) && { values: config }),
    ...(inputs.version !== undefined && { version: chart.metadata.version ?? null }),
  };
}

function inputsOfImport({ name, namespace, chart, config }: Record): Properties {
  const { name: chartName = "", version = "" } = objectAt({ ...chart }, "metadata");
  return { chart: chartName, name, namespace, timeout: 300, values: config, version };
}

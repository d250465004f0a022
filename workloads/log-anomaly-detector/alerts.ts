import { ask, type Log, PeerProblem } from "../kit/index.ts";
import type { Anomaly } from "./detector.ts";

/** Of Alertmanager's API, version 2. Labels say which alert it is, and annotations what a person reads. */
export interface Alert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL?: string;
}

export interface AlertsOptions {
  alertmanager: string;
  /** Where people find this program. */
  ownUrl: string | undefined;
  log: Log;
}

/** So long it is told, unless it happens again. */
const HOLD_MS = 15 * 60_000;
/** When everything breaks at once, the first of all this says it; the rest is in the list of anomalies. */
const MOST = 30;

/** What people are told of at present. Alertmanager wants to hear of it again and again, and tells them once. */
export class Alerts {
  readonly #options: AlertsOptions;
  readonly #current = new Map<string, Alert>();
  #isDown = false;
  sent = 0;
  failed = 0;
  hushed = 0;

  constructor(options: AlertsOptions, kept: readonly Alert[] = []) {
    this.#options = options;
    for (const alert of kept) this.#current.set(keyOf(alert.labels), alert);
  }

  get current(): Alert[] {
    return [...this.#current.values()];
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  add(anomaly: Anomaly, now: number): void {
    const alert = alertOf(anomaly, now, this.#options.ownUrl);
    const key = keyOf(alert.labels);
    const known = this.#current.get(key);
    if (!known && this.#current.size >= MOST) this.hushed++;
    else this.#current.set(key, known ? { ...alert, startsAt: known.startsAt } : alert);
  }

  /** Says all that holds. What is not accepted is said again the next time; what has ended is left out from then on. */
  async tell(now: number, signal?: AbortSignal): Promise<void> {
    const alerts = this.current;
    if (alerts.length === 0) return;
    try {
      const url = new URL("/api/v2/alerts", this.#options.alertmanager);
      await ask({ who: "Alertmanager", url, body: alerts, ...(signal && { signal }) });
      this.sent += alerts.length;
      if (this.#isDown) this.#options.log.info("Alertmanager hears of anomalies again");
      this.#isDown = false;
      for (const { labels, endsAt } of alerts)
        if (Date.parse(endsAt) <= now) this.#current.delete(keyOf(labels));
    } catch (error) {
      if (!(error instanceof PeerProblem)) throw error;
      this.failed++;
      if (!this.#isDown)
        this.#options.log.warn({ problem: error.message }, "nobody hears of anomalies at present");
      this.#isDown = true;
    }
  }
}

const SAYS: Record<Anomaly["kind"], (service: string) => string> = {
  new: (service) => `${service} writes what it never wrote before`,
  rising: (service) => `${service} writes something far more often than ever before`,
  gone: (service) => `${service} no longer writes what it always wrote`,
  bad: (service) => `${service} writes what somebody has called bad`,
};

export function alertOf(anomaly: Anomaly, now: number, ownUrl: string | undefined): Alert {
  const { kind, service, pattern, score, template, examples } = anomaly;
  return {
    labels: {
      alertname: "UnusualLogs",
      severity: "warning",
      kind,
      service,
      ...(pattern && { pattern }),
    },
    annotations: {
      summary: SAYS[kind](service),
      action: pattern
        ? `Look at its log. If this is fine, say so: PUT /patterns/${pattern}/verdict {"verdict":"fine"}`
        : "Look whether it still runs, and whether its logs still come in",
      pattern: template,
      examples: examples.join("\n"),
      score: String(score),
    },
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + HOLD_MS).toISOString(),
    ...(ownUrl && pattern && { generatorURL: `${ownUrl.replace(/\/$/, "")}/patterns/${pattern}` }),
  };
}

function keyOf(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

import { Counter, Gauge, type Registry } from "prom-client";
import type { Feed, Status } from "./api/index.ts";
import type { History } from "./history/index.ts";

/** Figures of its own: how everything is, and whether it can say so. */
export function countIn(
  registry: Registry,
  { status, feed, history }: { status: Status; feed: Feed; history: History },
) {
  const registers = [registry];
  new Gauge({
    name: "homebrain_services",
    help: "Services of the house, by how they are.",
    labelNames: ["state"],
    registers,
    collect() {
      for (const [state, count] of Object.entries(status.isKnown ? status.whole.summary : {}))
        this.set({ state }, count);
    },
  });
  new Gauge({
    name: "homebrain_listeners",
    help: "Who listens to changes.",
    registers,
    collect() {
      this.set(feed.listeners);
    },
  });
  new Gauge({
    name: "homebrain_history_unwritten_lines",
    help: "Lines of the history that its disk has not taken yet.",
    registers,
    collect() {
      this.set(history.unwritten);
    },
  });
  return new Counter({ name: "homebrain_rounds_total", help: "Looks at the whole house.", registers });
}

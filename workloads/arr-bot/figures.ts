import { Counter, Gauge, type Registry } from "prom-client";
import type { Outbox } from "./notices/index.ts";

export interface Figures {
  ended(what: string, outcome: string): void;
  heard(from: string, outcome: string): void;
}

/** What somebody should see without asking anybody in Discord. */
export function countIn(registry: Registry, outbox: Outbox, hasMet: () => boolean): Figures {
  const registers = [registry];
  const answers = new Counter({
    name: "arr_bot_answers_total",
    help: "Commands and clicks, by what became of them.",
    labelNames: ["what", "outcome"],
    registers,
  });
  const webhooks = new Counter({
    name: "arr_bot_webhooks_total",
    help: "What Sonarr, Radarr and Seerr have told, by what became of it.",
    labelNames: ["from", "outcome"],
    registers,
  });
  new Gauge({
    name: "arr_bot_met_discord",
    help: "Whether Discord knows the token, and the bot its channel.",
    registers,
    collect() {
      this.set(hasMet() ? 1 : 0);
    },
  });
  new Gauge({
    name: "arr_bot_waiting_notices",
    help: "What is to be told in the channel, and has not been yet.",
    registers,
    collect() {
      this.set(outbox.size);
    },
  });
  new Counter({
    name: "arr_bot_lost_notices_total",
    help: "What was never told: too much waited, or Discord did not take it.",
    registers,
    collect() {
      this.reset();
      this.inc(outbox.lost);
    },
  });
  return {
    ended: (what, outcome) => answers.inc({ what, outcome }),
    heard: (from, outcome) => webhooks.inc({ from, outcome }),
  };
}

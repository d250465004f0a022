import { Gauge, type Registry } from "prom-client";
import type { Manager } from "./manager.ts";

const states = ["stopped", "starting", "ready", "draining", "stopping", "failed"] as const;

/** What is true as it is asked for; how often a thing happened is in what `http_*` and the log tell. */
export function measure(manager: Manager, registers: [Registry]): void {
  new Gauge({
    name: "manager_model_state",
    help: "1 for the state in which a model is.",
    labelNames: ["model", "state"],
    registers,
    collect() {
      for (const { name, state } of manager.status.models)
        for (const each of states) this.set({ model: name, state: each }, each === state ? 1 : 0);
    },
  });
  new Gauge({
    name: "manager_model_requests",
    help: "Requests that a model answers, and those that wait for it to be loaded.",
    labelNames: ["model", "state"],
    registers,
    collect() {
      for (const { name, running, waiting } of manager.status.models) {
        this.set({ model: name, state: "running" }, running);
        this.set({ model: name, state: "waiting" }, waiting);
      }
    },
  });
  new Gauge({
    name: "manager_model_load_seconds",
    help: "How long the last load of a model took.",
    labelNames: ["model"],
    registers,
    collect() {
      for (const { name, loadSeconds } of manager.status.models) this.set({ model: name }, loadSeconds);
    },
  });
  new Gauge({
    name: "manager_card_bytes",
    help: "Memory of the card: all of it, what models were promised, what others have.",
    labelNames: ["of"],
    registers,
    collect() {
      const { vram, promised, foreign, used } = manager.status.card;
      this.set({ of: "all" }, vram);
      this.set({ of: "models" }, promised);
      this.set({ of: "others" }, foreign);
      if (used !== undefined) this.set({ of: "used" }, used);
    },
  });
  new Gauge({
    name: "manager_gaming",
    help: "1 while the card is not the models', or about to be given away.",
    registers,
    collect() {
      this.set(manager.status.gaming.state === "off" ? 0 : 1);
    },
  });
  new Gauge({
    name: "manager_docker_up",
    help: "Whether Docker answers.",
    registers,
    collect() {
      this.set(manager.status.docker.up ? 1 : 0);
    },
  });
}

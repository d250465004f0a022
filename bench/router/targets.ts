import type { Memory } from "./memory.ts";
import { added, ratio, type Scenario, type Speed } from "./speed.ts";

/** What the router is to reach, and whether it did. */
export interface Target {
  what: string;
  figure: number;
  unit: string;
  wanted: { least: number } | { most: number };
  reached: boolean;
}

/** Subjects by what they are compared for. */
export interface Field {
  direct: Speed;
  router: Speed;
  httpFloor: Speed;
  undiciFloor: Speed;
  goPeers: Speed[];
  portkey?: Speed | undefined;
  litellm?: Speed | undefined;
}

export function speedTargets(field: Field): Target[] {
  const { direct, router, httpFloor, undiciFloor, goPeers, portkey, litellm } = field;
  const times = (scenario: Scenario, other: Speed) =>
    ratio(router.rounds[scenario], other.rounds[scenario], "perSecond").median;
  const everywhere = (other: Speed) =>
    Math.min(...[times("jsonMany", other), times("streamMany", other)].filter(Number.isFinite));
  const targets = [
    least("JSON, 32 at once, beside the floor of undici", times("jsonMany", undiciFloor), 0.8),
    least("streams, 32 at once, beside the floor of node:http", times("streamMany", httpFloor), 0.95),
    most(
      "added until a stream's first byte, one at once",
      added(router.rounds.streamOne, direct.rounds.streamOne, "firstP50").median,
      0.3,
      "ms",
    ),
  ];
  if (goPeers.length > 0) {
    const json = Math.min(...goPeers.map((peer) => times("jsonMany", peer)));
    targets.push(least("JSON, 32 at once, beside the best in Go", json, 1.4));
    const streams = Math.min(...goPeers.map((peer) => times("streamMany", peer)));
    targets.push(least("streams, 32 at once, beside the best in Go", streams, 1));
  }
  if (portkey) targets.push(least("the lesser of both, beside Portkey", everywhere(portkey), 5));
  if (litellm) targets.push(least("the lesser of both, beside LiteLLM", everywhere(litellm), 40));
  return targets;
}

export function memoryTargets({ idle, perStream, bodies }: Memory): Target[] {
  return [
    most("idle, the database elsewhere", idle, 120, "MB"),
    ...perStream.map(({ streams, kb }) => most(`each of ${streams} open streams`, kb, 60, "kB")),
    most("1,500 connections with bodies of 150 kB, at the peak", bodies.peak, 400, "MB"),
    most("ten seconds later", bodies.left, 120, "MB"),
  ];
}

function least(what: string, figure: number, wanted: number): Target {
  return { what, figure, unit: "times", wanted: { least: wanted }, reached: figure >= wanted };
}

function most(what: string, figure: number, wanted: number, unit: string): Target {
  return { what, figure, unit, wanted: { most: wanted }, reached: figure <= wanted };
}

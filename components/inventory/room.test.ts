import fc from "fast-check";
import { expect, test } from "vitest";
import { bytes } from "../units/index.ts";
import { clusterNode } from "./cluster.ts";
import { type Computer, computer } from "./computer.ts";
import { machine } from "./machine.ts";
import { roomFor, systemOn } from "./room.ts";

const GiB = 2 ** 30;

function box(memory: string, threads = 4): Computer {
  const read = computer(
    machine.parse({ kind: "metal", about: "for a test", site: "house", threads, memory }),
  );
  if (!read) throw new Error("a metal machine is a computer");
  return read;
}

test("a server keeps more for itself than an agent, and a Docker host keeps nothing", () => {
  expect(roomFor(box("8Gi"), clusterNode.parse({ role: "server" }))).toEqual({ cpu: 3.5, memory: 6 * GiB });
  expect(roomFor(box("8Gi"), clusterNode.parse({ role: "agent" }))).toEqual({ cpu: 3.9, memory: 7.5 * GiB });
  expect(roomFor(box("8Gi"))).toEqual({ cpu: 4, memory: 8 * GiB });
});

test("of a node that is to stay half empty pods get half, and of one with a little more not what its system needs", () => {
  const half = clusterNode.parse({ role: "server", memoryAtMost: "50%" });
  expect(roomFor(box("8Gi"), half).memory).toBe(4 * GiB);
  const nearlyAll = clusterNode.parse({ role: "server", memoryAtMost: "90%" });
  expect(roomFor(box("8Gi"), nearlyAll).memory).toBe(6 * GiB);
});

test("what pods may have and what is kept from them is the machine", () => {
  const nodes = fc.record({
    role: fc.constantFrom("server" as const, "agent" as const),
    memoryAtMost: fc.integer({ min: 1, max: 100 }).map((share) => `${share}%` as const),
  });
  fc.assert(
    fc.property(
      nodes,
      fc.integer({ min: 1, max: 512 }),
      fc.integer({ min: 1, max: 64 }),
      (spec, gib, threads) => {
        const node = clusterNode.parse(spec);
        const machine = box(`${gib}Gi`, threads);
        const [room, system] = [roomFor(machine, node), systemOn(machine, node)];
        expect(room.memory + system.memory).toBe(bytes(`${gib}Gi`));
        expect(room.cpu + system.cpu).toBeCloseTo(threads, 9);
        expect(room.memory).toBeGreaterThanOrEqual(0);
        expect(room.memory).toBeLessThanOrEqual((gib * GiB * Number.parseInt(spec.memoryAtMost, 10)) / 100);
      },
    ),
  );
});

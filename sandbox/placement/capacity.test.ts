import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { nodesOf } from "../control-plane/index.ts";
import { capacityOf, requestOf } from "./capacity.ts";
import type { Container, PlannedClaim, PlannedPod } from "./planned-pod.ts";
import { quantity } from "./quantity.ts";

describe("a quantity", () => {
  test.each([
    [undefined, 0],
    ["0", 0],
    ["500m", 0.5],
    ["1.5", 1.5],
    ["100n", 1e-7],
    ["2k", 2000],
    ["1e3", 1000],
    ["1E", 1e18],
    ["2E3", 2000],
    ["16Gi", 16 * 2 ** 30],
    ["1Ei", 2 ** 60],
  ])("%s", (text, number) => expect(quantity(text)).toBeCloseTo(number, 12));

  test.each(["", "Gi", "1GiB", "1 Gi", "one", "1.2.3"])("is not: %j", (text) =>
    expect(() => quantity(text)).toThrow(`not a quantity: ${text}`),
  );

  test("means the same in whatever unit it is written", () => {
    const factors = { m: 1e-3, k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
    const units = fc.constantFrom(...(Object.keys(factors) as (keyof typeof factors)[]));
    fc.assert(
      fc.property(fc.nat(1e6), units, (number, unit) => {
        expect(quantity(`${number}${unit}`)).toBeCloseTo(quantity(String(number)) * factors[unit], 6);
      }),
    );
  });
});

const box = (memory: string, more: Partial<Container> = {}): Container => ({
  name: "box",
  resources: { requests: { memory } },
  ...more,
});

describe("what a pod asks for", () => {
  const asks = (containers: Container[], initContainers?: Container[]) =>
    requestOf({ containers, ...(initContainers && { initContainers }) }, "memory") / 2 ** 20;
  const always = { restartPolicy: "Always" };

  test("its containers together", () => expect(asks([box("100Mi"), box("200Mi")])).toBe(300));
  test("a limit, where it says nothing else", () =>
    expect(asks([{ name: "box", resources: { limits: { memory: "64Mi" } } }])).toBe(64));
  test("what runs before them, where that takes more", () => {
    expect(asks([box("100Mi")], [box("400Mi"), box("50Mi")])).toBe(400);
    expect(asks([box("100Mi")], [box("60Mi"), box("50Mi")])).toBe(100);
  });
  test("what begins before them and stays", () =>
    expect(asks([box("100Mi")], [box("30Mi", always)])).toBe(130));
  test("what runs before them beside what stays, but not beside what begins later", () => {
    expect(asks([box("10Mi")], [box("30Mi", always), box("400Mi")])).toBe(430);
    expect(asks([box("10Mi")], [box("400Mi"), box("30Mi", always)])).toBe(400);
  });
});

describe("how full a node is", () => {
  const { inventory } = labWith();
  const nodes = nodesOf("core", inventory);
  const pod = (name: string, memory: string, claims: PlannedClaim[] = []): PlannedPod => ({
    service: name,
    namespace: "apps",
    name,
    labels: {},
    daemon: false,
    claims,
    spec: { containers: [box(memory)] },
  });
  const disk = (name: string, kind: string, size = "10Gi") => ({
    namespace: "apps",
    name,
    size,
    class: kind,
  });
  const GiB = 2 ** 30;

  test("declared, requested, free, and by whom", () => {
    const { nodes: measured } = capacityOf("core", nodes, [
      { pod: pod("a", "2Gi"), node: "core-arm" },
      { pod: pod("b", "1Gi"), node: "core-arm" },
      { pod: pod("c", "1Gi"), node: "core-gpu" },
    ]);
    expect(measured.find(({ node }) => node === "core-arm")).toMatchObject({
      memory: { declared: 7.5 * GiB, requested: 3 * GiB, free: 4.5 * GiB },
      cpu: { declared: 3.9, requested: 0, free: 3.9 },
      gpu: { declared: 0 },
      storage: { declared: 100 * GiB, requested: 0 },
      pods: ["a", "b"],
    });
    expect(measured.find(({ node }) => node === "core-gpu")?.gpu.declared).toBe(4);
  });

  test("a disk that two share is there once; one that every node reaches belongs to none", () => {
    const claims = [disk("local", "local-path"), disk("wide", "longhorn", "20Gi"), disk("media", "")];
    const { nodes: measured, shared } = capacityOf("core", nodes, [
      { pod: pod("a", "1Gi", claims), node: "core-server" },
      { pod: pod("b", "1Gi", claims), node: "core-server" },
    ]);
    expect(measured[0]?.storage).toEqual({ declared: 100e9, requested: 10 * GiB, free: 100e9 - 10 * GiB });
    expect(shared).toEqual({ longhorn: 20 * GiB });
  });

  test("who found no place is told with the reason", () => {
    const reason = "0/3 nodes are available: 3 Insufficient memory.";
    expect(capacityOf("core", nodes, [{ pod: pod("big", "1Ti"), reason }])).toMatchObject({
      unplaced: [{ pod: "big", service: "big", reason }],
    });
  });
});

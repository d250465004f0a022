import fc from "fast-check";
import { expect, test } from "vitest";
import type { ServiceSpec } from "../../service/index.ts";
import { labWith, service } from "../../testing/index.ts";
import type { Lab } from "../lab.ts";
import { type Goods, left, sell } from "./ledger.ts";

/** Places at a table: every service asks for as many as its user's number says, every host has eight. */
const seats: Goods = { asked: ({ user = 0 }) => user, held: () => 8 };
const atServer = { cluster: "core", node: "core-server" };
const anywhere = { cluster: "brain" };

function labOf(...specs: Partial<ServiceSpec>[]): Lab {
  return labWith(...specs.map((spec, index) => service({ name: `s${index}`, ...spec })));
}

function account(lab: Lab, of: string) {
  const { hosts, clusters } = sell(lab, seats);
  const found = [...hosts, ...clusters].find((each) => each.of === of);
  if (!found) throw new Error(`no account of ${of}`);
  const names = (sales: typeof found.sold) => sales.map((sale) => sale.service.name);
  return { left: left(found), sold: names(found.sold), refused: names(found.refused) };
}

test("a host sells what it has, and refuses who comes when too little is left", () => {
  const lab = labOf({ place: atServer, user: 5 }, { place: atServer, user: 4 }, { place: atServer, user: 3 });
  expect(account(lab, "core-server")).toEqual({ left: 0, sold: ["s0", "s2"], refused: ["s1"] });
});

test("production is served first, whatever it is called", () => {
  const lab = labOf({ lifecycle: "experimental", place: atServer, user: 5 }, { place: atServer, user: 5 });
  expect(account(lab, "core-server")).toEqual({ left: 3, sold: ["s1"], refused: ["s0"] });
});

test("every copy asks, up to the most that it may scale to", () => {
  expect(
    account(labOf({ place: atServer, user: 2, workload: { kind: "deployment", replicas: 3 } }), "core-server")
      .left,
  ).toBe(2);
  expect(account(labOf({ place: atServer, user: 2, scale: { max: 4, cpu: 80 } }), "core-server").left).toBe(
    0,
  );
});

test("who may run on several nodes takes of their cluster, after those who may not", () => {
  const lab = labOf(
    { place: anywhere, user: 8 },
    { place: anywhere, user: 6 },
    { place: { cluster: "brain", node: "brain-server" }, user: 4 },
  );
  expect(account(lab, "brain-server")).toEqual({ left: 4, sold: ["s2"], refused: [] });
  expect(account(lab, "brain")).toEqual({ left: 4, sold: ["s0"], refused: ["s1"] });
});

test("a daemon takes of every node that it may run on", () => {
  const lab = labOf({ place: anywhere, user: 3, workload: { kind: "daemon" } });
  expect([account(lab, "brain-server").left, account(lab, "brain-gpu").left]).toEqual([5, 5]);
});

test("what one image cannot run on is not sold to it", () => {
  expect(account(labOf({ place: { cluster: "core" }, user: 1 }), "core-server").sold).toEqual(["s0"]);
});

test("whatever is asked, nothing is sold twice and nobody is forgotten", () => {
  const place = fc.constantFrom(atServer, anywhere, { docker: "desk" });
  const asked = fc.array(fc.record({ place, user: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 });
  fc.assert(
    fc.property(asked, (specs) => {
      const { hosts, clusters } = sell(labOf(...specs), seats);
      const books = [...hosts, ...clusters];
      for (const book of books) expect(left(book)).toBeGreaterThanOrEqual(0);
      const served = books
        .flatMap(({ sold, refused }) => [...sold, ...refused])
        .map((sale) => sale.service.name);
      expect(served.toSorted()).toEqual(specs.map((_, index) => `s${index}`).toSorted());
    }),
    { numRuns: 30 },
  );
});

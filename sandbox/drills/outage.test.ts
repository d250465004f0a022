import { describe, expect, test } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { lossOf, type Outage } from "./outage.ts";

const lab = labWith();

function gone(outage: Outage) {
  const { machines, cards, internet } = lossOf(outage, [lab]);
  return { machines: [...machines].sort(), cards: [...cards].sort(), internet };
}

const nothing = { machines: [], cards: [], internet: false };

describe("what goes along", () => {
  test("a hypervisor takes its virtual machines, and nobody else", () => {
    const machines = ["core-gpu", "core-server", "pve"];
    expect(gone({ kind: "node", name: "pve" })).toEqual({ ...nothing, machines });
    expect(gone({ kind: "node", name: "core-gpu" })).toEqual({ ...nothing, machines: ["core-gpu"] });
  });

  test("a card that was handed on is one card, by whichever name", () => {
    const cards = ["core-gpu", "pve"];
    expect(gone({ kind: "gpu", name: "pve" })).toEqual({ ...nothing, cards });
    expect(gone({ kind: "gpu", name: "core-gpu" })).toEqual({ ...nothing, cards });
    expect(gone({ kind: "gpu", name: "desk" })).toEqual({ ...nothing, cards: ["desk"] });
  });

  test("a cluster is its nodes; the file server is found without its name; the internet is no machine", () => {
    const machines = ["brain-gpu", "brain-server"];
    expect(gone({ kind: "cluster", name: "brain" })).toEqual({ ...nothing, machines });
    expect(gone({ kind: "nas" })).toEqual({ ...nothing, machines: ["nas"] });
    expect(gone({ kind: "nas", name: "nas" })).toEqual({ ...nothing, machines: ["nas"] });
    expect(gone({ kind: "internet" })).toEqual({ ...nothing, internet: true });
  });
});

test.each<[Outage, string]>([
  [{ kind: "node", name: "core" }, 'no machine "core".\n  fix: name one of these: pve, core-server'],
  [
    { kind: "gpu", name: "nas" },
    'no machine with a GPU "nas".\n  fix: name one of these: pve, core-gpu, brain-gpu, desk',
  ],
  [{ kind: "nas", name: "pve" }, 'no NAS "pve".\n  fix: name one of these: nas'],
  [{ kind: "cluster", name: "pve" }, 'no cluster "pve".\n  fix: name one of these: core, brain'],
])("an unknown name is answered with the known ones: %j", (outage, message) => {
  expect(() => lossOf(outage, [lab])).toThrow(message);
});

test("where there is none of its kind, nobody is asked for a name", () => {
  const { nas: _, ...machines } = lab.inventory.machines;
  const without = { ...lab, inventory: { ...lab.inventory, machines } };
  expect(() => lossOf({ kind: "nas" }, [without])).toThrow("there is no NAS in this lab.");
});

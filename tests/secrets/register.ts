import { expect, test, vi } from "vitest";
import type { Lab } from "../../components/lab/index.ts";
import { registerOf } from "../../components/rotation/index.ts";
import { isSetUp, scriptOf } from "../../scripts/cli/data/machine-script.ts";
import { labOf, stackNames } from "../../stacks/labs.ts";
import { record } from "../recorder.ts";

const { derived, keep } = vi.hoisted(() => {
  const derived = new Set<string>();
  const keep = (owner: string, name: string, length: number) => derived.add(`${owner}/${name} ${length}`);
  return { derived, keep };
});

vi.mock("../../components/secrets/derivation.ts", async (original) => {
  const real = await original<typeof import("../../components/secrets/derivation.ts")>();
  return {
    deriveSecret: (root: string, derivation: Parameters<typeof real.deriveSecret>[1]) => {
      keep(derivation.service, derivation.name, derivation.length);
      return real.deriveSecret(root, derivation);
    },
    ownSecret: (root: string, lab: string, secret: Parameters<typeof real.ownSecret>[2]) => {
      keep(secret.owner, secret.name, secret.length);
      return real.ownSecret(root, lab, secret);
    },
  };
});
vi.mock("../../components/program/programs.ts", async () => {
  const { programs } = await import("../../components/testing/index.ts");
  return { buildPrograms: async () => programs };
});

/** A program registers its resources once in a process, so each stack has a test file of its own. */
export function keepRegister(stack: string): void {
  test(`every secret that the program of ${stack} derives is in the register, and the other way round`, {
    timeout: 240_000,
  }, async () => {
    const config = {
      "homelab:deploy": '["production", "experimental"]',
      "homelab:rootSecret": "only-for-the-register-of-secrets-0123456789",
    };
    await record(stack, config, () => import("../../stacks/index.ts"));
    const lab = await labOf(stack);
    // Machines that somebody sets up by hand are told the rest.
    for (const [name, machine] of Object.entries(lab.inventory.machines).filter(([, each]) => isSetUp(each)))
      for (const part of scriptOf({ name, machine, lab }, "script"))
        if (typeof part === "object" && "owner" in part) keep(part.owner, part.name, part.length);

    const own = listedIn(lab).sort();
    // What it shows to a service of another stack of its house stands in the register of that one.
    const others = await Promise.all(stackNames.filter((name) => name !== stack).map(labOf));
    const elsewhere = others.flatMap(listedIn).filter((each) => !own.includes(each));
    expect([...derived].filter((each) => !elsewhere.includes(each)).sort()).toEqual(own);
  });
}

function listedIn(lab: Lab): string[] {
  return registerOf(lab)
    .filter(({ kind, sameAs }) => kind === "derived" && !sameAs)
    .map(({ id, length }) => `${id} ${length}`);
}

import { expect, test, vi } from "vitest";
import { registerOf } from "../../components/rotation/index.ts";
import { isSetUp, scriptOf } from "../../scripts/cli/data/machine-script.ts";
import { labOf } from "../../stacks/labs.ts";
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

    const register = registerOf(lab).filter(({ kind }) => kind === "derived");
    const listed = register.filter(({ sameAs }) => !sameAs).map(({ id, length }) => `${id} ${length}`);
    expect([...derived].sort()).toEqual(listed.sort());
  });
}

import { expect, test, vi } from "vitest";
import { dump, record } from "../recorder.ts";

// What our programs say is no part of the lab, and would change these files with each of their commits.
vi.mock("../../components/program/programs.ts", async () => {
  const { programs } = await import("../../components/testing/index.ts");
  return { buildPrograms: async () => programs };
});

/** Each stack has a test file of its own: a program registers its resources once in a process, as it is loaded. */
export function keepGolden(stack: string): void {
  test(`the golden file shows every resource of the ${stack} stack`, async () => {
    const config = {
      "homelab:deploy": '["production"]',
      "homelab:rootSecret": "only-for-the-golden-files-0123456789",
    };
    const resources = await record(stack, config, () => import("../../stacks/index.ts"));
    await expect(dump(resources)).toMatchFileSnapshot(`${import.meta.dirname}/${stack}.yaml`);
  }, 300_000);
}

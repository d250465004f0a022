import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: [...configDefaults.exclude, "**/.lab/**"],
    // Real engines and real servers run inside the tests: more at once would only measure each other.
    maxWorkers: 2,
    // Generous, because a slow machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    // There, real servers share two cores with whatever else runs: what fails twice is a fault.
    retry: process.env.CI ? 1 : 0,
  },
});

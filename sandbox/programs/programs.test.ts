import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SetupFault } from "../../scripts/setup/fault.mjs";
import { testPrograms } from "../testing/index.ts";
import { builtPrograms, ensurePrograms } from "./index.ts";

function versionIn(module: string, dependency: string): string {
  const goMod = readFileSync(join(import.meta.dirname, module, "go.mod"), "utf8");
  return new RegExp(`${dependency} (v\\S+)`).exec(goMod)?.[1] ?? "none";
}

test("what is built is what the go.mod files say, and says so itself", async () => {
  const programs = await testPrograms();
  const kubernetes = versionIn("kubernetes", "k8s.io/kubernetes");
  for (const name of ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const)
    expect(execFileSync(programs[name], ["--version"], { encoding: "utf8" })).toBe(
      `Kubernetes ${kubernetes}\n`,
    );
  const { clientVersion } = JSON.parse(
    execFileSync(programs.kubectl, ["version", "--client", "--output=json"], { encoding: "utf8" }),
  );
  const [major, minor] = kubernetes.slice(1).split(".");
  expect(clientVersion).toMatchObject({ gitVersion: kubernetes, major, minor });
  const etcd = versionIn("etcd", "go.etcd.io/etcd/server/v3").slice(1);
  expect(execFileSync(programs.etcd, ["--version"], { encoding: "utf8" })).toContain(
    `etcd Version: ${etcd}\n`,
  );
});

test("what is there is not built again", async () => {
  const programs = await testPrograms();
  const line = { update: vi.fn(), done: vi.fn(), fail: vi.fn() };
  expect(await ensurePrograms(line)).toEqual(programs);
  expect(line.update).not.toHaveBeenCalled();
});

describe("on a machine that has built nothing, and has no Go", () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "cache-"));
    vi.stubEnv("LAB_CACHE", cache);
    vi.stubEnv("PATH", cache);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true });
  });

  test("nothing is taken for built", () => expect(builtPrograms()).toBeUndefined());

  test("it is told what is needed, from where, and what works without; nothing half done stays", async () => {
    const line = { update: vi.fn(), done: vi.fn(), fail: vi.fn() };
    const fault = await ensurePrograms(line).catch((error) => error);
    expect(fault).toBeInstanceOf(SetupFault);
    expect(fault.message).toContain(
      "The sandbox needs etcd, which could not be built: Go is not installed (https://go.dev/dl)",
    );
    expect(fault.message).toContain("without it, `npx lab preview` still works");
    expect(line.update).toHaveBeenCalledWith("building etcd, 1 of 6; about 5 minutes in all");
    expect(readdirSync(cache, { recursive: true })).toEqual(["sandbox"]);
  });
});

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { vendorsOf } from "../../components/inventory/index.ts";
import { registerOf } from "../../components/rotation/index.ts";
import { valueKept } from "../../scripts/cli/secrets/values.ts";
import { TinyLab } from "../../scripts/cli/testing/tiny-lab.ts";
import { environment } from "../../scripts/setup/index.mjs";
import { checkout } from "../../scripts/setup/paths.mjs";
import { labOf } from "../../stacks/labs.ts";

/** A whole preview with every log that there is, on a machine that may be busy. */
const PATIENCE = 400_000;

/** Long and strange enough to be found by chance nowhere. */
const canary = (name: string) => `canary-${name}-5f3759df5f3759df5f3759df`;

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "lab-canaries-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const tiny = new TinyLab();
afterAll(() => tiny.remove());

function pulumi(words: string[], input = "") {
  const env = {
    ...process.env,
    ...environment(),
    PULUMI_BACKEND_URL: `file://${scratch}`,
    PULUMI_CONFIG_PASSPHRASE: "of-a-test",
    PULUMI_DEBUG_COMMANDS: "true",
  };
  const file = join(scratch, "Pulumi.homelab.yaml");
  const place = words[0] === "stack" ? [] : ["--config-file", file];
  const { status, stdout, stderr } = spawnSync("pulumi", [...words, ...place, "--non-interactive"], {
    cwd: words[0] === "stack" ? scratch : checkout,
    env,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, said: stdout + stderr };
}

/** Everything below a folder, as text. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
}

/** Where each secret stands that should not: what is before it says who wrote it. */
function leaksIn(text: string, secrets: string[]): string[] {
  return secrets
    .filter((secret) => text.includes(secret))
    .map((secret) => `${text.slice(Math.max(0, text.indexOf(secret) - 160), text.indexOf(secret))}...`);
}

/** One preview with all that it says and writes; the settings in it are encrypted, as a person's are. */
async function previewWith(secrets: Record<string, unknown>) {
  cpSync(join(checkout, "Pulumi.yaml"), join(scratch, "Pulumi.yaml"));
  pulumi(["stack", "init", "homelab", "--no-select"]);
  const set = (key: string, value: string, ...how: string[]) =>
    pulumi(["config", "set", "-s", "homelab", ...how, `homelab:${key}`], value);
  set("deploy[0]", "production", "--path");
  for (const [key, value] of Object.entries(secrets))
    set(key, typeof value === "string" ? value : JSON.stringify(value), "--secret");
  // Not with -v, nor with an event log: the SDK's own debug words repeat secrets, which is why `lab` removes that log.
  const { code, said } = pulumi(["preview", "--diff", "-s", "homelab", "--policy-pack", "policies"]);
  return { code, said, all: said + written(scratch) };
}

test("no secret of any kind is in what a preview says, or in anything that it writes", {
  timeout: PATIENCE,
}, async () => {
  const lab = await labOf("homelab");
  const register = registerOf(lab);
  const names = [...new Set(register.flatMap(({ token }) => token ?? []))];
  const tokens = Object.fromEntries(names.map((name) => [name, canary(name)]));
  const root = canary("root");
  const tokensBefore = { [names[0] ?? ""]: canary("before") };
  const { said, all } = await previewWith({ rootSecret: root, tokens, tokensBefore });
  // Whether policies would let it pass is for others to say: they have their say here all the same.
  expect(said).not.toContain("failed with an unhandled exception");

  const derived = register.flatMap((entry) => {
    const value = entry.kind === "derived" && valueKept(entry, lab, { root, tokens });
    // A virtual address has eight letters, which something else may have by chance.
    return value && value.length >= 16 ? [value] : [];
  });
  expect(derived.length).toBeGreaterThan(50);
  expect(all).toContain("jellyfin-service");
  const planted = [root, canary("before"), ...Object.values(tokens)];
  expect(leaksIn(all, [...planted, ...derived])).toEqual([]);
});

test("nor in what it says where a vendor cannot be reached by it", { timeout: PATIENCE }, async () => {
  const { inventory } = await labOf("homelab");
  const more = {
    cloudflare: { account: "0123456789abcdef" },
    proxmox: { url: "https://127.0.0.1:1" },
    tailscale: {},
  };
  const access = Object.fromEntries(
    vendorsOf(inventory).map((vendor) => [vendor, { token: canary(vendor), ...more[vendor] }]),
  );
  const { code, all } = await previewWith({ rootSecret: canary("root"), access });
  expect(code).not.toBe(0);
  expect(all).toContain("apiToken has to look like");
  expect(
    [canary("root"), ...vendorsOf(inventory).map(canary)].filter((secret) => all.includes(secret)),
  ).toEqual([]);
});

test("nor in the state, in a failure, or in what a later change of it says", {
  timeout: PATIENCE,
}, async () => {
  const [first, second] = [canary("first"), canary("second")];
  tiny.plan({ things: { a: { size: 1, password: first } } });
  const applied = await tiny.lab("up", "one", "--yes", "--json");
  expect(applied.code, applied.err).toBe(0);
  tiny.plan({
    things: { a: { size: 1, password: second }, b: { size: 1, password: second, broken: "on fire" } },
  });
  const temporary = mkdtempSync(join(scratch, "tmp-"));
  const failed = await tiny.start(["up", "one", "--yes", "--", "--diff"], { TMPDIR: temporary }).ended;
  expect(failed.code).toBe(1);
  const all =
    [applied, failed].map(({ out, err }) => out + err).join("\n") +
    written(join(tiny.root, ".lab/state")) +
    written(temporary);
  expect(all).toContain("tiny:index:Thing");
  expect(
    readdirSync(temporary, { recursive: true, encoding: "utf8" }).some((name) =>
      name.endsWith("events.jsonl"),
    ),
  ).toBe(false);
  expect(leaksIn(all, [first, second])).toEqual([]);
});

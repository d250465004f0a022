import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type Lab, plainText, resolve, serviceNamed } from "../../components/lab/index.ts";
import { planSecret } from "../../components/secrets/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { readSettings } from "../../workloads/manager/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "manager-"));
let pc: Lab;
let house: Lab;

beforeAll(async () => {
  [pc, house] = await Promise.all([labOf("gaming-pc"), labOf("homelab")]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** With sixteen letters in the place of each secret, as a key has to have. */
function environment(): Record<string, string> {
  const manager = serviceNamed(pc, "manager");
  const filled = (value: Parameters<typeof resolve>[0]) =>
    resolve(value, manager, pc)
      .map((part) => (typeof part === "string" ? part : part.secret.padEnd(16, "-")))
      .join("");
  const files = Object.entries(manager.files).map(([path, value]) => {
    const file = join(folder, basename(path));
    writeFileSync(file, filled(value));
    return [path, file] as const;
  });
  return Object.fromEntries(
    Object.entries(manager.env).map(([name, value]) => [
      name,
      files.reduce((text, [path, file]) => text.replace(path, file), filled(value)),
    ]),
  );
}

test("the manager understands what the gaming PC's stack tells it: its models, the card, who may ask", () => {
  const { house: models, strange, ...settings } = readSettings(environment());
  expect(strange).toEqual([]);
  expect(settings.PORT).toBe(serviceNamed(pc, "manager").ports.http?.number);
  expect(models).toMatchObject({ vram: 24 * 2 ** 30 });
  expect(models.models).toContainEqual(
    expect.objectContaining({
      name: "qwen3-14b",
      container: "qwen3-14b",
      port: 8080,
      vram: 16 * 2 ** 30,
      idleMinutes: "never",
    }),
  );
  expect(Object.keys(settings.MANAGER_KEYS)).toEqual(["router", "dashboard", "owner"]);
});

test("the router asks that manager, with the very key that it was given", () => {
  const router = serviceNamed(house, "router");
  const text = plainText(resolve(router.files["/etc/router/providers.yaml"] ?? "", router, house));
  const [provider] = parse(text).providers.filter(({ name }: { name: string }) => name === "gaming_pc");
  expect(provider.manager).toEqual({
    at: "http://192.168.1.50:8090/v1",
    model: "qwen3-14b",
    apiKeyFile: "/etc/router/keys/gaming_pc@manager",
  });
  const [key] = resolve(router.files[provider.manager.apiKeyFile] ?? "", router, house);
  const given = { secret: "router-key", of: "manager" };
  expect(key).toEqual(given);
  expect(planSecret(given, house)).toEqual(planSecret(given, pc));
});

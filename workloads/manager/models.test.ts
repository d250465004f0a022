import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { houseFrom } from "./models.ts";
import { readSettings } from "./settings.ts";

const qwen = { name: "qwen", port: 8080, vram: "16GiB" };

function refusal(models: object, gaming: object = {}): string {
  try {
    houseFrom({ file: "models.json", given: models }, { file: "gaming.json", given: gaming });
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}

test("a name, a port and a size are enough", () => {
  const { models, gaming } = houseFrom({ file: "models.json", given: { vram: "24GiB", models: [qwen] } });
  expect(models[0]).toMatchObject({
    container: "qwen",
    health: "/health",
    idleMinutes: 15,
    startsWithin: 600,
  });
  expect(gaming).toMatchObject({ drainSeconds: 60, timezone: "UTC" });
});

describe("a mistake is told with its place, and what to write instead", () => {
  test.each([
    [
      { models: [{ ...qwen, vram: "40GiB" }] },
      "qwen takes 40 GiB, and the card has 24 GiB, of which 1 GiB are the desktop's; use a smaller model",
    ],
    [
      { models: [{ ...qwen, vram: "16 GB" }] },
      "models.0.vram: is not a size; write a number of bytes, or one such as",
    ],
    [
      { models: [{ ...qwen, idleMinutes: "soon" }] },
      'models.0.idleMinutes: is neither a number of minutes nor "never"',
    ],
    [{ models: [{ ...qwen, prot: 1 }] }, 'models.0: Unrecognized key: "prot"'],
    [{ models: [{ ...qwen, health: "health" }] }, 'models.0.health: is no path; write one such as "/health"'],
    [{ models: [qwen, qwen] }, 'models.1.name: "qwen" is that of models.0, too'],
    [{ models: [] }, "models: names no model; write at least one"],
    [{ models: [{ ...qwen, name: "../etc" }] }, "models.0.name: is no name"],
  ])("%j", (more, message) => {
    expect(refusal({ vram: "24GiB", ...more })).toContain(message);
  });

  test.each([
    [
      { schedule: [{ from: "friday", hours: 4 }] },
      "gaming.json: schedule.0.from: is no time in the form of cron",
    ],
    [{ timezone: "Europe/Atlantis" }, 'timezone: is no time zone; write one such as "Europe/Berlin"'],
  ])("%j", (gaming, message) => {
    expect(refusal({ vram: "24GiB", models: [qwen] }, gaming)).toContain(message);
  });
});

test("settings tell all that is wrong at once, and never a key", () => {
  const folder = mkdtempSync(join(tmpdir(), "manager-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const models = join(folder, "models.json");
  writeFileSync(models, JSON.stringify({ vram: "24GiB", models: [qwen] }));
  const said = (environment: Record<string, string>) => {
    try {
      readSettings({ MANAGER_MODELS: models, ...environment });
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };
  expect(said({ MANAGER_KEYS: "router 0123456789abcdef\ndashboard fedcba9876543210" })).toBe("accepted");
  expect(said({})).toContain("MANAGER_KEYS is not set; write a key for each");
  const wrong = said({ MANAGER_KEYS: "router hunter2", MANAGER_GPU: "rocm", PORT: "x" });
  expect(wrong).toContain("MANAGER_KEYS has a line (1) that is no name and key");
  expect(wrong).toContain("MANAGER_GPU is neither the program nvidia-smi");
  expect(wrong).toContain("PORT is not a whole number");
  expect(wrong).not.toContain("hunter2");
  expect(said({ MANAGER_KEYS: "router 0123456789abcdef", MANAGER_MODELS: "/nowhere.json" })).toContain(
    "MANAGER_MODELS names /nowhere.json, which cannot be read (ENOENT)",
  );
});

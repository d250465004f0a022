import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { LiveConfig, loadConfig, parseConfig } from "./index.ts";

const five = `
providers:
  - name: box
    kind: openai
    baseUrl: http://127.0.0.1:8080
    models: [qwen3-14b]
`;

const manager = "{ at: 'http://box:8090', model: a }";

const refusal = (text: string): string => {
  try {
    parseConfig(text, "providers.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

test("five lines are enough", () => {
  const config = parseConfig(five, "providers.yaml");
  expect(config.providers[0]).toMatchObject({
    name: "box",
    models: [{ id: "qwen3-14b" }],
    onCancel: "cancel",
  });
  expect(config.retry.attempts).toBe(3);
});

describe("a mistake is told with its place, and what to write instead", () => {
  test.each([
    ["providers: [", /providers\.yaml: line 1, column \d+: /],
    ["", /providers.yaml: providers: /],
    ["providers: []", /line 1: providers: .*at least|>=1/],
    [
      five.replace("kind: openai", "kind: opnai"),
      /line 4: providers\[0\]\.kind: .*"openai"\|"anthropic"\|"ollama"/,
    ],
    [five.replace("http://127", "127"), /line 5: providers\[0\]\.baseUrl: is no address: write "http:/],
    [five.replace("models:", "model:"), /line 3: providers\[0\]: Unrecognized key: "model"/],
    [`${five}\nkeepAlive: 5`, /line 8: keepAlive: must be a duration: write "500ms"/],
    [`${five}\nkeepAlive: 5 s`, /line 8: keepAlive: is no duration/],
    [five.replace("[qwen3-14b]", "[{id: a, contxt: 5}]"), /providers\[0\]\.models\[0\]/],
    [`${five}    apiKey: a\n    apiKeyFile: b\n`, /both `apiKey` and `apiKeyFile`/],
    [
      five.replace("models: [qwen3-14b]", `manager: ${manager}`),
      /has a `manager`, and no `models`: name them/,
    ],
    [
      `${five}    manager: { model: a }\n`,
      /line 7: providers\[0\]\.manager\.at: is no address|manager\.at: /,
    ],
    [
      `${five}    manager: ${manager.replace("}", ", wake: { mac: 'PC' } }")}\n`,
      /wake\.mac: is no address of a network card/,
    ],
    [five + five.replace("providers:\n", ""), /two providers are named "box"/],
  ])("%j", (text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

test("a key is read from its file, and a file that is not there is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "router-config-"));
  const file = join(folder, "providers.yaml");
  await writeFile(file, `${five}    apiKeyFile: box.key\n`);
  await expect(loadConfig(file)).rejects.toThrow(/apiKeyFile of box: .*box\.key cannot be read \(ENOENT\)/);
  await writeFile(join(folder, "box.key"), "secret\n");
  expect((await loadConfig(file)).providers[0]?.apiKey).toBe("secret");
});

test("so is the key of a manager", async () => {
  const folder = await mkdtemp(join(tmpdir(), "router-config-"));
  const file = join(folder, "providers.yaml");
  await writeFile(file, `${five}    manager: ${manager.replace("}", ", apiKeyFile: manager.key }")}\n`);
  await expect(loadConfig(file)).rejects.toThrow(
    /apiKeyFile of the manager of box: .*cannot be read \(ENOENT\)/,
  );
  await writeFile(join(folder, "manager.key"), "secret\n");
  expect((await loadConfig(file)).providers[0]?.manager).toMatchObject({
    apiKey: "secret",
    patience: 300_000,
  });
});

test("without a file, an Ollama on this machine is all there is", async () => {
  const folder = process.cwd();
  process.chdir(await mkdtemp(join(tmpdir(), "router-config-")));
  const { current } = await LiveConfig.read(undefined).finally(() => process.chdir(folder));
  expect(current.providers).toMatchObject([{ name: "ollama", baseUrl: "http://127.0.0.1:11434" }]);
});

test("a changed file is taken at once; a bad one leaves the old in force and says why", async () => {
  const folder = await mkdtemp(join(tmpdir(), "router-config-"));
  const file = join(folder, "providers.yaml");
  await writeFile(file, five);
  const changed = vi.fn();
  const refused = vi.fn();
  const live = await LiveConfig.read(file);
  live.watch({ changed, refused });
  const model = () => live.current.providers[0]?.models?.[0]?.id;
  try {
    await live.reload();
    expect(changed).not.toHaveBeenCalled();
    await writeFile(file, five.replace("qwen3-14b", "qwen3-8b"));
    await vi.waitFor(() => expect(model()).toBe("qwen3-8b"));
    await writeFile(file, "providers: [");
    await vi.waitFor(() => expect(refused).toHaveBeenCalledTimes(1));
    expect(model()).toBe("qwen3-8b");
  } finally {
    live.close();
  }
});

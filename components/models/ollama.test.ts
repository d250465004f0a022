import { expect, test } from "vitest";
import { refusal } from "../testing/index.ts";
import { type ModelSpec, ollamaSync } from "./index.ts";

const server = { service: "ollama", disk: "10Gi", memory: "8Gi" } as const;
const small: ModelSpec = { name: "small:1b", quantization: "Q4_K_M", size: "1Gi", loaded: "2Gi" };

test("models that lie on the disk together, and in memory one by one, are fetched by their names", () => {
  const { program, files, env } = ollamaSync(server, [
    small,
    { ...small, name: "big:8b", size: "9Gi", loaded: "8Gi" },
  ]);
  expect(JSON.parse(files["/etc/model-sync/models.json"] ?? "")).toEqual({
    room: 10 * 1024 ** 3,
    models: ["small:1b", "big:8b"],
  });
  expect(program).toBe("model-sync");
  expect(env.OLLAMA_URL).toEqual({ url: "ollama" });
});

test("models that the disk cannot hold are refused, the largest first", () => {
  const message = refusal(() => ollamaSync(server, [small, { ...small, name: "big:8b", size: "9.5Gi" }]));
  expect(message).toContain(
    "they take 10.5Gi of disk, and ollama has 10Gi.\n  big:8b: 9.5Gi\n  small:1b: 1Gi",
  );
});

test("a model that no memory can hold is refused by its name", () => {
  const message = refusal(() => ollamaSync(server, [{ ...small, loaded: "9Gi" }]));
  expect(message).toContain("small:1b (Q4_K_M) takes 9Gi when it is loaded, and ollama has 8Gi.");
});

test("a model without its tag is refused", () => {
  expect(refusal(() => ollamaSync(server, [{ ...small, name: "small" }]))).toContain('write "qwen3:8b"');
});

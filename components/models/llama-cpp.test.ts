import { expect, test } from "vitest";
import { refusal } from "../testing/index.ts";
import { type GgufSpec, llamaCpp } from "./index.ts";

const server = { service: "llama", disk: "20Gi", memory: "24Gi" } as const;
const model: GgufSpec = {
  repository: "maker/Model-GGUF",
  quantization: "Q4_K_M",
  size: "9Gi",
  loaded: "17Gi",
};

test("a model is named as llama.cpp fetches it, and lies whole in the card", () => {
  expect(llamaCpp(server, model, { context: 40_960 })).toEqual([
    "--hf-repo",
    "maker/Model-GGUF:Q4_K_M",
    "--ctx-size",
    "40960",
    "--n-gpu-layers",
    "99",
  ]);
});

test("one that the card cannot hold with its context, or the disk, is refused before anything is fetched", () => {
  expect(refusal(() => llamaCpp(server, { ...model, loaded: "25Gi" }, { context: 1 }))).toContain(
    "maker/Model-GGUF:Q4_K_M (Q4_K_M) takes 25Gi when it is loaded, and llama has 24Gi.",
  );
  expect(refusal(() => llamaCpp(server, { ...model, size: "21Gi" }, { context: 1 }))).toContain(
    "they take 21Gi of disk, and llama has 20Gi.",
  );
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { filesSync } from "../../components/models/index.ts";
import { labWith, refusal } from "../../components/testing/index.ts";
import { comfyuiModels } from "./examples/models.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");
const page = read("docs/reference/models.md");

test("the page of models shows an example that a lab accepts", () => {
  // On the page it stands where a service's file would lie.
  expect(page).toContain(
    read("tests/docs/examples/models.ts").replaceAll("../../../components", "../../../../components"),
  );
  expect(serviceNamed(labWith(comfyuiModels), "comfyui-models").workload.kind).toBe("cron");
});

test("the message on the page is the one that people get", () => {
  const message = refusal(() =>
    filesSync({ service: "comfyui", disk: "200Gi", memory: "24Gi", folder: "/models" }, [
      {
        repository: "black-forest-labs/FLUX.1-dev",
        file: "flux1-dev.safetensors",
        into: "checkpoints",
        quantization: "BF16",
        size: "23Gi",
        loaded: "33Gi",
      },
    ]),
  );
  expect(page).toContain(message);
});

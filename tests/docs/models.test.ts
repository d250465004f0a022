import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { filesSync } from "../../components/models/index.ts";
import { labWith, refusal } from "../../components/testing/index.ts";
import { readList } from "../../workloads/model-sync/list.ts";
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

test("what it is told is what its program reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "models-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "models.json");
  writeFileSync(file, String(comfyuiModels.files?.["/etc/model-sync/models.json"]));
  expect(readList(file)).toMatchObject({
    room: 200 * 1024 ** 3,
    files: [{ path: "vae/sdxl_vae.safetensors" }],
  });
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

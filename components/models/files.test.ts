import { expect, test } from "vitest";
import { refusal } from "../testing/index.ts";
import { filesSync, type ModelFileSpec } from "./index.ts";

const server = { service: "painter", disk: "20Gi", memory: "24Gi", folder: "/models" } as const;
const painter = {
  repository: "maker/painter",
  file: "v1/painter.safetensors",
  into: "checkpoints",
  quantization: "F16",
  size: "7Gi",
  loaded: "10Gi",
} satisfies ModelFileSpec;
const sha256 = "a".repeat(64);
const { repository: _, file: __, ...lying } = painter;
const direct: ModelFileSpec = { ...lying, url: "https://example.com/models/other.gguf", sha256 };

test("a file goes into its folder, from its repository or from where its makers have it", () => {
  const { program, files, env } = filesSync(server, [painter, direct]);
  expect(JSON.parse(String(Object.values(files)[0]))).toEqual({
    room: 20 * 1024 ** 3,
    files: [
      {
        path: "checkpoints/painter.safetensors",
        repository: "maker/painter",
        file: "v1/painter.safetensors",
      },
      { path: "checkpoints/other.gguf", url: "https://example.com/models/other.gguf", sha256 },
    ],
  });
  expect([program, env.FOLDER]).toEqual(["model-sync", "/models"]);
});

test("a token is read from a file, and is nowhere else", () => {
  const plan = filesSync({ ...server, token: "huggingface" }, [painter]);
  expect(plan).toMatchObject({
    env: { HUGGING_FACE_TOKEN_FILE: "/etc/model-sync/token" },
    files: { "/etc/model-sync/token": { secret: "hugging-face" } },
    secrets: { "hugging-face": { fromConfig: "huggingface" } },
  });
});

test("what neither the disk nor the card can hold is refused, and so is a file that could run a program", () => {
  expect(refusal(() => filesSync(server, [{ ...painter, size: "21Gi" }]))).toContain(
    "they take 21Gi of disk, and painter has 20Gi.",
  );
  expect(refusal(() => filesSync(server, [{ ...painter, loaded: "25Gi" }]))).toContain(
    "checkpoints/painter.safetensors (F16) takes 25Gi when it is loaded, and painter has 24Gi.",
  );
  expect(refusal(() => filesSync(server, [{ ...painter, file: "painter.ckpt" }]))).toContain(
    "others can hold programs, and run them",
  );
});

test("a file from anywhere is refused without its digest, and two of one name are", () => {
  const { sha256: ___, ...undigested } = direct;
  expect(refusal(() => filesSync(server, [undigested as ModelFileSpec]))).toContain("sha256");
  expect(refusal(() => filesSync(server, [painter, painter]))).toContain(
    "two files would both be checkpoints/painter.safetensors.",
  );
});

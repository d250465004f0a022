import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readerNamed, refusal } from "../testing/index.ts";
import { filesSync, type ModelFileSpec } from "./index.ts";

const server = { service: "painter", disk: "20Gi", memory: "24Gi", folder: "/models" } as const;
const painter: ModelFileSpec = {
  repository: "maker/painter",
  file: "v1/painter.safetensors",
  into: "checkpoints",
  quantization: "F16",
  size: "7Gi",
  loaded: "10Gi",
};

test("a file is fetched from its repository into its folder, and its digest is asked for where one is known", () => {
  const sha256 = "a".repeat(64);
  const { command, env } = filesSync(server, [painter, { ...painter, file: "other.safetensors", sha256 }]);
  expect(env).toEqual({ FOLDER: "/models" });
  expect(command.slice(4)).toEqual([
    "checkpoints/painter.safetensors",
    "https://huggingface.co/maker/painter/resolve/main/v1/painter.safetensors",
    "-",
    "checkpoints/other.safetensors",
    "https://huggingface.co/maker/painter/resolve/main/other.safetensors",
    sha256,
  ]);
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

const curl = readerNamed("curl");

test.skipIf(!curl)(
  "whole files come, the wrong one goes, and what was begun goes on (apt install curl)",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "models-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const weights = "0123456789";
    const ranges: (string | undefined)[] = [];
    const hub = createServer(({ url, headers }, response) => {
      if (!url?.includes("/maker/")) return response.writeHead(404).end();
      ranges.push(headers.range);
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
      const range = { "content-range": `bytes ${from}-9/10` };
      return response.writeHead(from > 0 ? 206 : 200, from > 0 ? range : {}).end(weights.slice(from));
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void hub.close());
    await once(hub, "listening");
    const { port } = hub.address() as AddressInfo;

    const ended = async (...specs: Partial<ModelFileSpec>[]) => {
      const { command } = filesSync(
        server,
        specs.map((each) => ({ ...painter, size: "1Gi", ...each })),
      );
      const [program = "", ...args] = command.map((each) =>
        each.replace("https://huggingface.co", `http://127.0.0.1:${port}`),
      );
      const job = spawn(program, args, { env: { ...process.env, FOLDER: folder }, stdio: "ignore" });
      const [code] = await once(job, "exit");
      return code;
    };
    const at = (name: string) => join(folder, "checkpoints", name);
    const sha256 = createHash("sha256").update(weights).digest("hex");

    expect(await ended({ sha256 })).toBe(0);
    expect(readFileSync(at("painter.safetensors"), "utf8")).toBe(weights);

    mkdirSync(join(folder, "checkpoints"), { recursive: true });
    writeFileSync(at("begun.safetensors.part"), weights.slice(0, 4));
    const codes = await ended(
      {},
      { repository: "nobody/painter", file: "gone.safetensors" },
      { file: "wrong.safetensors", sha256: "0".repeat(64) },
      { file: "begun.safetensors", sha256 },
    );
    expect(codes).toBe(1);
    expect(ranges).toEqual([undefined, undefined, "bytes=4-"]);
    expect(readFileSync(at("begun.safetensors"), "utf8")).toBe(weights);
    for (const name of ["gone.safetensors", "wrong.safetensors", "wrong.safetensors.part"])
      expect(existsSync(at(name))).toBe(false);
  },
);

import { open } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

const PATIENCE_MS = 80;
const CHUNK = 1 << 18;

/**
 * Hands on every event that the engine writes, until it has ended. A file and not a pipe: when this command dies,
 * an engine that writes to a pipe dies with it, in the middle of an update.
 */
export async function follow(
  path: string,
  ended: Promise<unknown>,
  take: (event: EngineEvent) => void,
): Promise<void> {
  const file = await open(path, "a+");
  let running = true;
  const end = ended.then(() => {
    running = false;
  });
  const decoder = new StringDecoder();
  const buffer = Buffer.alloc(CHUNK);
  let position = 0;
  let rest = "";
  try {
    while (true) {
      const last = !running;
      const { bytesRead } = await file.read(buffer, 0, CHUNK, position);
      position += bytesRead;
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(JSON.parse(line));
      if (bytesRead === 0 && last) return;
      if (bytesRead === 0) await Promise.race([end, setTimeout(PATIENCE_MS)]);
    }
  } finally {
    await file.close();
  }
}

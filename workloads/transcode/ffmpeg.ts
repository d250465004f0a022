import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** It has said why, in its last words, or why it was ended. */
export class FfmpegFailed extends Error {
  override readonly name = "FfmpegFailed";
}

export interface Watch {
  signal: AbortSignal;
  /** Seconds of the film that are done. */
  progress?(seconds: number): void;
}

/** A card that hangs says nothing, for ever. */
const PATIENCE_MS = 300_000;
const WORDS = 300;

/**
 * What a source may be. Whatever it is called: some forms are lists of other files and addresses, which would be read in
 * its place.
 */
export const FROM_DISK = [
  ...["-protocol_whitelist", "file"],
  ...["-format_whitelist", "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,mpegts"],
];

/** Seconds of the film when it ended. */
export async function ffmpeg(args: readonly string[], { signal, progress }: Watch): Promise<number> {
  signal.throwIfAborted();
  const child = spawn("ffmpeg", [...ALWAYS, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill);
  let reached = 0;
  let stalled = false;
  const stall = setTimeout(() => {
    stalled = true;
    kill();
  }, PATIENCE_MS);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [name, value] = line.split("=");
    const seconds = name === "out_time_us" ? Number(value) / 1e6 : Number.NaN;
    if (!(seconds > reached)) return;
    reached = seconds;
    stall.refresh();
    progress?.(seconds);
  });
  const [words, code] = await Promise.all([text(child.stderr), ended(child)]).finally(() => {
    clearTimeout(stall);
    signal.removeEventListener("abort", kill);
  });
  signal.throwIfAborted();
  if (stalled) throw new FfmpegFailed(`ffmpeg made no progress for ${PATIENCE_MS / 1000} seconds`);
  if (code !== 0) throw new FfmpegFailed(words.trim().slice(-WORDS) || `ffmpeg ended with ${code}`);
  return reached;
}

const ALWAYS = ["-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1", "-y"];

function ended(child: ReturnType<typeof spawn>): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? "nothing"));
  });
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { FfmpegFailed, FROM_DISK } from "./ffmpeg.ts";

const said = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string().default("unknown"),
      codec_name: z.string().default("unknown"),
      disposition: z.object({ attached_pic: z.number() }).partial().default({}),
    }),
  ),
  format: z.object({ duration: z.coerce.number().positive() }),
});

export interface Stream {
  kind: string;
  codec: string;
  /** A cover, which is a video to ffmpeg. */
  isPicture: boolean;
}

/** What a film is made of. */
export interface Contents {
  streams: Stream[];
  seconds: number;
}

const run = promisify(execFile);

export async function probe(path: string, signal: AbortSignal): Promise<Contents> {
  const asked = ["-loglevel", "error", ...FROM_DISK, "-show_streams", "-show_format", "-of", "json", path];
  const { stdout } = await run("ffprobe", asked, { signal, maxBuffer: 16 * 1024 ** 2 }).catch((error) => {
    signal.throwIfAborted();
    if (error.code === "ENOENT") throw error;
    throw new FfmpegFailed(String(error.stderr).trim().slice(-300) || "ffprobe cannot read it");
  });
  const { data } = said.safeParse(JSON.parse(stdout));
  if (!data) throw new FfmpegFailed("it does not say how long it is");
  return {
    seconds: data.format.duration,
    streams: data.streams.map(({ codec_type, codec_name, disposition }) => ({
      kind: codec_type,
      codec: codec_name,
      isPicture: disposition.attached_pic === 1,
    })),
  };
}

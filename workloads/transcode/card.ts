import { FfmpegFailed, ffmpeg } from "./ffmpeg.ts";
import type { Settings } from "./settings.ts";
import { type Way, waysBy } from "./ways.ts";

/** The ways that there are on this machine; throws where only a card is wanted, and none answers. */
export async function waysFor(by: Settings["TRANSCODE_BY"], signal: AbortSignal): Promise<Way[]> {
  if (by === "processors") return waysBy("processors");
  try {
    await tryCard(signal);
    return waysBy("card");
  } catch (error) {
    if (by === "card" || !(error instanceof FfmpegFailed)) throw error;
    return waysBy("processors");
  }
}

/** One second of nothing: whether there is a card, a driver, and an ffmpeg that knows both. */
async function tryCard(signal: AbortSignal): Promise<void> {
  const black = ["-f", "lavfi", "-i", "color=size=256x256:rate=5:duration=1"];
  await ffmpeg([...black, "-c:v", "hevc_nvenc", "-f", "null", "-"], { signal });
}

import { FfmpegFailed, FROM_DISK, ffmpeg, type Watch } from "./ffmpeg.ts";
import { type Contents, probe, type Stream } from "./probe.ts";

const GAP_SECONDS = 1;

/** Throws unless it has the same streams and the same length, and can be read to its end. */
export async function checkSameFilm(was: Contents, path: string, watch: Watch): Promise<void> {
  const is = await probe(path, watch.signal);
  const difference = differenceOf(was, is);
  if (difference) throw new FfmpegFailed(difference);
  // Words and attachments have nothing that could be decoded into nothing.
  const kept = ["-c:s", "copy", "-c:t", "copy"];
  const read = ["-xerror", ...FROM_DISK, "-i", path, "-map", "0", ...kept, "-f", "null", "-"];
  const reached = await ffmpeg(read, watch);
  if (reached < is.seconds - GAP_SECONDS)
    throw new FfmpegFailed(`the result ends at ${reached.toFixed(1)} of ${is.seconds.toFixed(1)} seconds`);
}

export function differenceOf(was: Contents, is: Contents): string | undefined {
  const [before, after] = [kindsOf(was.streams), kindsOf(is.streams)];
  if (before !== after) return `the result has other streams: ${after || "none"}, and not ${before}`;
  if (Math.abs(was.seconds - is.seconds) >= GAP_SECONDS)
    return `the result is ${is.seconds.toFixed(1)} seconds long, and the source ${was.seconds.toFixed(1)}`;
  return undefined;
}

/** In any order: another form has another one. */
function kindsOf(streams: readonly Stream[]): string {
  return streams
    .map(({ kind }) => kind)
    .filter((kind) => kind !== "data")
    .sort()
    .join(", ");
}

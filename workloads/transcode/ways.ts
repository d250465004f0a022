import { FROM_DISK } from "./ffmpeg.ts";
import type { Stream } from "./probe.ts";

/** How a film is encoded: by what it is read, and by what it is written. */
export interface Way {
  name: "card" | "card, read by processors" | "processors";
  decode: string[];
  encode(quality: number): string[];
}

const onCard = (quality: number) => [
  ...["hevc_nvenc", "-preset", "p5", "-rc", "vbr", "-cq", String(quality), "-b:v", "0"],
];

const CARD: Way = {
  name: "card",
  decode: ["-hwaccel", "cuda", "-hwaccel_output_format", "cuda"],
  encode: onCard,
};

/** There are films that a card cannot read: those of rare colours, for one. */
const HALF: Way = { name: "card, read by processors", decode: [], encode: onCard };

const PROCESSORS: Way = {
  name: "processors",
  decode: [],
  encode: (quality) => [
    ...["libx265", "-preset", "medium", "-crf", String(quality), "-x265-params", "log-level=error"],
  ],
};

/** One after the other, until one succeeds. */
export function waysBy(by: "card" | "processors"): Way[] {
  return by === "card" ? [CARD, HALF] : [PROCESSORS];
}

/** Everything of the film comes along, and only its picture is encoded anew. */
export function argumentsOf(
  way: Way,
  source: string,
  streams: readonly Stream[],
  { quality, part }: { quality: number; part: string },
): string[] {
  const video = streams.filter(({ kind }) => kind === "video").findIndex(({ isPicture }) => !isPicture);
  return [
    // What cannot be read whole is not encoded: the result would be all that is left of it.
    ...["-xerror", ...way.decode, ...FROM_DISK, "-i", source],
    // Data belongs to the form of the source, as its list of chapters does, which is written anew.
    ...["-map", "0", "-map", "-0:d", "-c", "copy"],
    ...[`-c:v:${Math.max(video, 0)}`, ...way.encode(quality)],
    ...streams
      .filter(({ kind }) => kind === "subtitle")
      .flatMap(({ codec }, index) => (codec === "mov_text" ? [`-c:s:${index}`, "subrip"] : [])),
    ...["-f", "matroska", part],
  ];
}

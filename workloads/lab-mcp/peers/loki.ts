import * as z from "zod";
import { askFor, MIB } from "../../kit/index.ts";
import { under } from "./under.ts";

export interface LogQuestion {
  service: string;
  /** Text that a line holds, letter by letter. */
  contains?: string | undefined;
  minutes: number;
  lines: number;
}

const streams = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("streams"),
    result: z.array(
      z.object({
        stream: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.string().regex(/^\d{1,19}$/), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

const NANO = 1_000_000n;
const LONGEST = 500;

/** Whoever keeps all that the lab has written. */
export class Loki {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The newest lines of a service, in the order in which they were written. */
  async lines({ service, contains, minutes, lines }: LogQuestion, now = Date.now()): Promise<string[]> {
    const url = under(this.#url, "loki/api/v1/query_range", {
      query: `{service=${quoted(service)}}${contains ? ` |= ${quoted(contains)}` : ""}`,
      start: String(BigInt(now - minutes * 60_000) * NANO),
      end: String(BigInt(now) * NANO),
      limit: String(lines),
      direction: "backward",
    });
    const { data } = await askFor({ who: "Loki", url, largest: 8 * MIB, patience: 20_000 }, streams);
    return data.result
      .flatMap(({ stream, values }) =>
        values.map(([at, line]) => ({ at: BigInt(at), pod: stream.pod, line })),
      )
      .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
      .slice(-lines)
      .map(({ at, pod, line }) => `${moment(at)} ${pod ? `${pod}: ` : ""}${oneLine(line)}`);
  }
}

/** As LogQL has text, which is as Go has it, and whole characters alone: nothing in it can end it, or ask for other lines. */
function quoted(text: string): string {
  return JSON.stringify(Buffer.from(text).toString());
}

function moment(at: bigint): string {
  return new Date(Number(at / NANO)).toISOString();
}

function oneLine(line: string): string {
  const text = line.replace(/\s+/g, " ").trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Stored {
  /** Nanoseconds since 1970. */
  at: bigint;
  stream: Record<string, string>;
  line: string;
}

/** Answers as Loki's reference says of query_range, and refuses whatever it does not say. */
export async function lokiLike(lines: Stored[] = []) {
  const loki = { url: "", lines, asked: 0, fault: undefined as "down" | "page" | "strange" | undefined };
  const server = createServer((request, response) => {
    loki.asked++;
    const url = new URL(request.url ?? "/", "http://loki");
    const answer = (status: number, body: string) => response.writeHead(status).end(body);
    if (loki.fault === "down") return answer(500, "too many outstanding requests");
    if (loki.fault === "page") return answer(200, "<html>sign in</html>");
    if (loki.fault === "strange")
      return answer(200, '{"status":"success","data":{"resultType":"matrix","result":[]}}');
    if (request.method !== "GET" || url.pathname !== "/loki/api/v1/query_range")
      return answer(404, "404 page not found");
    const said = Object.fromEntries(url.searchParams);
    const unknown = Object.keys(said).find((name) => !KNOWN.includes(name));
    if (unknown) return answer(400, `unknown parameter ${unknown}`);
    const asked = QUERY.exec(said.query ?? "");
    if (!asked) return answer(400, "parse error : syntax error: unexpected $end");
    const [, label, value, filter] = asked.map((each) => each && unquoted(each));
    if (!/^\d{19}$/.test(said.start ?? "") || !/^\d{19}$/.test(said.end ?? ""))
      return answer(400, "could not parse timestamp");
    const [start, end, limit] = [BigInt(said.start ?? 0), BigInt(said.end ?? 0), Number(said.limit ?? 100)];
    if (end <= start) return answer(400, "end timestamp must not be before or equal to start time");
    if (limit > 5_000)
      return answer(400, "max entries limit per query exceeded, limit > max_entries_limit (5000)");
    const isAsked = ({ stream, line }: Stored) =>
      (!label || stream[label] === value) && (!filter || line.includes(filter));
    const inRange = loki.lines.filter((each) => each.at >= start && each.at < end && isAsked(each));
    const sorted = inRange.toSorted((one, other) => (one.at < other.at ? -1 : 1));
    const page = (said.direction === "forward" ? sorted : sorted.toReversed()).slice(0, limit);
    const streams = grouped(page);
    const result = [...streams].map(([key, entries]) => ({
      stream: JSON.parse(key),
      values: entries.map(({ at, line }) => [String(at), line]),
    }));
    answer(200, JSON.stringify({ status: "success", data: { resultType: "streams", result, stats: {} } }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  loki.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return loki;
}

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
/** A label that is so, or any other selector; and text that a line holds. */
const QUERY = new RegExp(String.raw`^\{(?:(\w+)=(${TEXT})|.+?)\}(?: \|= (${TEXT}))?$`);

function unquoted(text: string): string {
  return text.startsWith('"') ? JSON.parse(text) : text;
}

const KNOWN = ["query", "start", "end", "limit", "direction", "step", "interval", "since"];

function keyOf({ stream }: Stored): string {
  return JSON.stringify(stream);
}

function grouped(page: Stored[]): Map<string, Stored[]> {
  const streams = new Map<string, Stored[]>();
  for (const stored of page) {
    const known = streams.get(keyOf(stored));
    if (known) known.push(stored);
    else streams.set(keyOf(stored), [stored]);
  }
  return streams;
}

import * as z from "zod";
import { type Route, route } from "../http/index.ts";
import type { Exchange, Watch } from "../relay/index.ts";

/** More than a person reads. */
const MOST = 200;

const shape = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      keyId: z.string(),
      person: z.string(),
      api: z.string(),
      model: z.string(),
      stream: z.boolean(),
      asks: z.array(z.string()).describe("Who is asked, one after the other, until one answers."),
      why: z.string(),
      provider: z.string().nullable().describe("Nobody, while it waits for its turn."),
      ms: z.number().describe("Since it came."),
      firstByteMs: z.number().nullable(),
      tokens: z.number().describe("Of its answer until now, counted roughly."),
    }),
  ),
  total: z.number(),
});

/** To see what is being answered at this moment, by this copy of the router. Never what was asked or answered. */
export function underWayRoutes(watch: Watch<Exchange>): Route[] {
  return [
    route({
      method: "GET",
      path: "/admin/requests",
      access: "admin",
      group: "usage",
      summary: "Requests that are under way, the newest first.",
      answer: shape,
      handle: () => {
        const now = performance.now();
        const newest = watch.all.toSorted((one, other) => other.ask.startedAt - one.ask.startedAt);
        return {
          requests: newest.slice(0, MOST).map((exchange) => show(exchange, now)),
          total: newest.length,
        };
      },
    }),
  ];
}

function show({ ask, attempt }: Exchange, now: number): z.infer<typeof shape>["requests"][number] {
  const { id, caller, spoken, facts, candidates, why, startedAt } = ask;
  return {
    id,
    keyId: caller.keyId,
    person: caller.person,
    api: spoken.name,
    model: facts.model,
    stream: facts.stream,
    asks: candidates.map(({ name }) => name),
    why,
    provider: attempt?.candidate.provider.name ?? null,
    ms: now - startedAt,
    firstByteMs: attempt?.firstByteAt === undefined ? null : attempt.firstByteAt - startedAt,
    tokens: attempt?.form?.pieces ?? 0,
  };
}

import * as z from "zod";
import { Fault, type Route, route } from "../http/index.ts";
import type { Caller } from "../keys/caller.ts";
import { mayUseModel } from "../keys/rights.ts";
import { type Candidate, embeds, type RoutingTable } from "../routing/index.ts";
import { dialects } from "./dialect.ts";
import type { Gateway } from "./gateway.ts";

/** OpenAI's form and Anthropic's in one: neither's clients mind what is the other's. */
const modelShape = z.looseObject({
  id: z.string(),
  object: z.literal("model"),
  type: z.literal("model"),
  display_name: z.string(),
  created: z.number(),
  created_at: z.string(),
  owned_by: z.string(),
});
const modelsShape = z.object({
  object: z.literal("list"),
  data: z.array(modelShape),
  has_more: z.literal(false),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
});

/** What clients come for. */
export function gatewayRoutes(gateway: Gateway, table: () => RoutingTable): Route[] {
  return [
    ...dialects.map((dialect) =>
      route({
        method: "POST",
        path: dialect.path,
        access: "key",
        group: "models",
        summary: dialect.summary,
        answer: "stream",
        handle: (call) => gateway.handle(call, dialect),
      }),
    ),
    route({
      method: "GET",
      path: "/v1/models",
      access: "key",
      group: "models",
      summary: "All models and aliases that the key may use",
      answer: modelsShape,
      handle: ({ caller }) => {
        const data = namesFor(caller, table());
        const [first_id, last_id] = [data[0]?.id ?? null, data.at(-1)?.id ?? null];
        return { object: "list", data, has_more: false, first_id, last_id };
      },
    }),
    route({
      method: "GET",
      path: "/v1/models/{id...}",
      access: "key",
      group: "models",
      summary: "One model or alias",
      answer: modelShape,
      handle: ({ caller, params: { id = "" } }) => {
        const found = namesFor(caller, table()).find((model) => model.id === id);
        if (found) return found;
        table().resolve(id);
        throw new Fault({
          status: 404,
          kind: "not_found",
          code: "model_not_found",
          param: "model",
          message: `The key "${caller.name}" may not use "${id}".`,
        });
      },
    }),
  ];
}

function namesFor(caller: Caller, table: RoutingTable) {
  const own = [...table.models].map(([id, candidates]) => ({ id, ...shown(candidates) }));
  const aliases = [...table.aliases.keys()].map((id) => ({ id, owned_by: "router" }));
  return [...own, ...aliases]
    .filter(({ id }) => mayUseModel(caller, id))
    .map(({ id, ...rest }) => ({ id, ...kind, display_name: id, ...rest }));
}

/** When a model was made, no provider in a house tells. */
const kind = { object: "model", type: "model", created: 0, created_at: new Date(0).toISOString() } as const;

/** OpenAI's form has no room for more than a name; what is beyond it, clients that know it may read. */
function shown(candidates: readonly Candidate[]) {
  const [first] = candidates;
  const context = candidates.map(({ model }) => model.context).find((tokens) => tokens !== undefined);
  return {
    owned_by: candidates.map(({ provider }) => provider.name).join(","),
    ...(context !== undefined && { context_length: context }),
    ...(first && embeds(first) && { embeddings: true }),
  };
}

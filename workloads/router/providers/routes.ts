import * as z from "zod";
import { Fault, type Route, route } from "../http/index.ts";
import type { Gate } from "../managers/index.ts";
import type { Provider } from "./provider.ts";
import type { Providers } from "./providers.ts";

const shown = z.object({
  name: z.string(),
  kind: z.enum(["openai", "anthropic", "ollama"]),
  privacy: z.enum(["local", "outside"]),
  up: z.boolean().optional(),
  reason: z.string().optional(),
  breaker: z.enum(["closed", "open", "half-open"]),
  running: z.number(),
  queued: z.number(),
  heldBack: z.string().optional(),
  manager: z
    .object({ model: z.string(), state: z.enum(["open", "shut", "closed"]), why: z.string().optional() })
    .optional()
    .describe("Who starts and stops it: whether requests go through, wait for it, or go elsewhere, and why."),
  models: z.array(
    z.object({
      id: z.string(),
      context: z.number().optional(),
      loaded: z.boolean().optional(),
      firstByteMs: z.number().optional(),
    }),
  ),
});

const hold = z.strictObject({ reason: z.string().min(1).max(200) });

export interface ProviderRoutesSettings {
  providers: Providers;
  /** Lets all routers of the house know. */
  announce(name: string, reason: string | undefined): Promise<void>;
}

/** To see how the providers are, and to take one out: a game wants its GPU. */
export function providerRoutes({ providers, announce }: ProviderRoutesSettings): Route[] {
  const described = { access: "admin", group: "providers" } as const;
  const find = (name = "") => {
    const found = providers.list.find((provider) => provider.name === name);
    if (found) return found;
    const names = providers.list.map((provider) => provider.name).join(", ");
    const message = `There is no provider "${name}". There are: ${names}.`;
    throw new Fault({ status: 404, kind: "not_found", code: "provider_not_found", message });
  };
  const change = async (name: string | undefined, reason: string | undefined) => {
    const provider = find(name);
    provider.heldBack = reason;
    await announce(provider.name, reason);
    return show(provider);
  };
  return [
    route({
      ...described,
      method: "GET",
      path: "/admin/providers",
      summary: "All providers: their health, their load, their models.",
      answer: z.object({ providers: z.array(shown) }),
      handle: () => ({ providers: providers.list.map(show) }),
    }),
    route({
      ...described,
      method: "POST",
      path: "/admin/providers/{name}/hold",
      summary: "Take a provider out: what runs there ends well, and nothing new is sent.",
      body: hold,
      answer: shown,
      handle: ({ params, body }) => change(params.name, body.reason),
    }),
    route({
      ...described,
      method: "DELETE",
      path: "/admin/providers/{name}/hold",
      summary: "Give a provider back to its work.",
      answer: shown,
      handle: ({ params }) => change(params.name, undefined),
    }),
  ];
}

function show(provider: Provider) {
  const { name, config, privacy, health, breaker, slots, heldBack, models, loaded, gate } = provider;
  return {
    name,
    kind: config.kind,
    privacy,
    up: health?.up,
    reason: health?.reason,
    breaker: breaker.state,
    running: slots.taken,
    queued: slots.waiting,
    heldBack,
    manager: gate && managed(gate),
    models: [...models.values()].map((model) => ({
      id: model.id,
      context: model.context,
      loaded: loaded?.has(model.as ?? model.id),
      firstByteMs: provider.paceOf(model.id).firstByte,
    })),
  };
}

function managed({ model, verdict }: Gate) {
  const why = verdict.is === "shut" ? verdict.progress : verdict.is === "closed" ? verdict.why : undefined;
  return { model, state: verdict.is, ...(why !== undefined && { why }) };
}

import type { ModelConfig } from "../config/index.ts";
import { isObject, type JsonObject, parseObject } from "../http/json.ts";
import type { Provider } from "./provider.ts";

const PROBE_TIMEOUT_MS = 5_000;

/** Asks a provider how it is, and what it has. Never throws: a provider that cannot answer is down. */
export async function probe(provider: Provider): Promise<void> {
  try {
    const listed = await list(provider);
    provider.health = listed.health;
    if (!provider.config.models && listed.models.size > 0) provider.models = listed.models;
    provider.loaded = provider.config.kind === "ollama" ? await loadedByOllama(provider) : listed.loaded;
  } catch (error) {
    provider.health = { up: false, reason: reasonOf(error) };
  }
}

interface Listed {
  health: { up: boolean; reason?: string };
  models: Map<string, ModelConfig>;
  loaded: ReadonlySet<string> | undefined;
}

async function list(provider: Provider): Promise<Listed> {
  const { status, json } = await get(provider, `${provider.endpoint.base}/models`);
  // Many good servers have no list of models: whatever they say but 5xx, they are there.
  const health =
    status >= 500 || status === 401 || status === 403
      ? { up: status < 500, reason: `answers ${status} to GET /models` }
      : { up: true };
  const data = json && Array.isArray(json.data) ? json.data.filter(isObject) : [];
  const named = data.filter((entry) => typeof entry.id === "string");
  // llama-swap tells with each model whether it is in memory.
  const states = named.filter((entry) => isObject(entry.status) || typeof entry.state === "string");
  return {
    health,
    models: new Map(named.map((entry) => [String(entry.id), described(entry)])),
    loaded: states.length > 0 ? new Set(states.filter(isLoaded).map((entry) => String(entry.id))) : undefined,
  };
}

function isLoaded(entry: JsonObject): boolean {
  const state = isObject(entry.status) ? entry.status.value : entry.state;
  return state === "loaded" || state === "ready";
}

/** What servers tell of a model beyond its name: vLLM, llama.cpp and LM Studio each have a word for its context. */
function described(entry: JsonObject): ModelConfig {
  const meta = isObject(entry.meta) ? entry.meta : {};
  const context = [entry.max_model_len, entry.context_length, meta.n_ctx, entry.max_input_tokens].find(
    (value) => typeof value === "number" && value > 0,
  );
  return { id: String(entry.id), ...(typeof context === "number" && { context }) };
}

async function loadedByOllama(provider: Provider): Promise<ReadonlySet<string> | undefined> {
  const root = provider.endpoint.base.replace(/\/v1$/, "");
  const { json } = await get(provider, `${root}/api/ps`);
  if (!json || !Array.isArray(json.models)) return undefined;
  return new Set(json.models.filter(isObject).map(({ model, name }) => String(model ?? name)));
}

/** By `fetch`, which is dear, but this is no hot path; and a connection of its own sees a server that takes no more. */
async function get({ endpoint }: Provider, path: string): Promise<{ status: number; json?: JsonObject }> {
  const response = await fetch(endpoint.origin + path, {
    headers: { ...endpoint.headers, accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  });
  const json = parseObject(await response.text());
  return { status: response.status, ...(json && { json }) };
}

function reasonOf(error: unknown): string {
  // What fetch throws only says that it failed; why is within.
  const { name, code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  if (name === "TimeoutError") return `no answer in ${PROBE_TIMEOUT_MS / 1000} s`;
  return code ?? message;
}

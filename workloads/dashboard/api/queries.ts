import { keepPreviousData, QueryClient, useQuery } from "@tanstack/react-query";
import { type Filter, since, useFilter } from "../parts/filter.ts";
import { ApiError, ask } from "./client.ts";
import type {
  Conversation,
  Key,
  Page,
  Person,
  Points,
  Provider,
  Recent,
  SearchAnswer,
  Series,
  Top,
  UnderWayList,
} from "./shapes.ts";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      placeholderData: keepPreviousData,
      // What was refused is refused again.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

const OFTEN_MS = 5_000;
const SELDOM_MS = 15_000;
const RARELY_MS = 60_000;

export function useProviders() {
  return useQuery({
    queryKey: ["providers"],
    queryFn: ({ signal }) => ask<{ providers: Provider[] }>("/api/admin/providers", { signal }),
    refetchInterval: OFTEN_MS,
    select: ({ providers }) => providers,
  });
}

export function useKeys() {
  return useQuery({
    queryKey: ["keys"],
    queryFn: ({ signal }) => ask<{ keys: Key[] }>("/api/admin/keys", { signal }),
    refetchInterval: SELDOM_MS,
    select: ({ keys }) => keys,
  });
}

/** Who a key is, for a person. */
export function useKeyNames(): (id: string) => string {
  const { data = [] } = useKeys();
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

function useUsage<Answer>(what: string, filter: Filter, more: Record<string, string> = {}) {
  return useQuery({
    queryKey: ["usage", what, filter, more],
    queryFn: ({ signal }) => ask<Answer>(`/api/admin/usage/${what}?${asked(filter, more)}`, { signal }),
    refetchInterval: SELDOM_MS,
  });
}

function asked({ range, ...names }: Filter, more: Record<string, string>): URLSearchParams {
  const said = Object.entries({ ...names, ...more }).filter(([, value]) => value);
  return new URLSearchParams([...said, ["from", since(range).toISOString()]] as [string, string][]);
}

export const useSeries = () => useUsage<Series>("series", useFilter().filter);

/** A megabyte or two of them: they do not come anew with every request. */
export function usePoints() {
  const { filter } = useFilter();
  return useQuery({
    queryKey: ["points", filter],
    queryFn: ({ signal }) => ask<Points>(`/api/admin/usage/points?${asked(filter, {})}`, { signal }),
    refetchInterval: RARELY_MS,
    staleTime: SELDOM_MS,
    // To compare them with the last ones takes longer than to draw them.
    structuralSharing: false,
  });
}

/** Who asked most; of all, whatever is filtered by, where somebody chooses a filter. */
export function useTop(by: "model" | "provider" | "key", { all = false } = {}) {
  const { filter } = useFilter();
  return useUsage<Top>("top", all ? { range: filter.range } : filter, { by, limit: "20" });
}

export function useRecent(failed: boolean) {
  return useUsage<Recent>("recent", { range: "7d" }, { limit: "50", ...(failed && { failed: "true" }) });
}

export function useUnderWay() {
  return useQuery({
    queryKey: ["under-way"],
    queryFn: ({ signal }) => ask<UnderWayList>("/api/admin/requests", { signal }),
    refetchInterval: 1_000,
    staleTime: 0,
  });
}

/** What each key has cost since then, in millionths of a dollar. */
export function useSpending(from: Date) {
  return useQuery({
    queryKey: ["spending", from.toISOString()],
    queryFn: ({ signal }) =>
      ask<Top>(`/api/admin/usage/top?by=key&limit=1000&from=${from.toISOString()}`, { signal }),
    refetchInterval: SELDOM_MS,
    select: ({ top }) => new Map(top.map(({ name, cost }) => [name, cost])),
  });
}

export function usePeople(enabled: boolean) {
  return useQuery({
    queryKey: ["people"],
    queryFn: ({ signal }) => ask<{ data: Person[] }>("/api/admin/memory/people", { signal }),
    enabled,
    refetchInterval: SELDOM_MS,
    select: ({ data }) => data,
  });
}

/** `person`: somebody else, whom only an admin may name. */
export function whose(person: string | undefined, more: Record<string, string> = {}): string {
  return new URLSearchParams({ ...(person && { person }), ...more }).toString();
}

export function useConversations(person: string | undefined, limit: number) {
  return useQuery({
    queryKey: ["conversations", person, limit],
    queryFn: ({ signal }) =>
      ask<Page<Conversation>>(`/api/v1/conversations?${whose(person, { limit: String(limit) })}`, { signal }),
    refetchInterval: OFTEN_MS,
  });
}

export function useConversation(person: string | undefined, id: string) {
  return useQuery({
    queryKey: ["conversation", person, id],
    queryFn: ({ signal }) =>
      ask<Conversation>(`/api/v1/conversations/${encodeURIComponent(id)}?${whose(person)}`, { signal }),
  });
}

export function useFound(person: string | undefined, text: string) {
  return useQuery({
    queryKey: ["found", person, text],
    queryFn: ({ signal }) =>
      ask<SearchAnswer>(`/api/v1/memory/search?${whose(person, { q: text, limit: "30" })}`, { signal }),
    enabled: text.trim() !== "",
  });
}

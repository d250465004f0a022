import { useSearchParams } from "wouter";

const HOUR = 3_600_000;

export const ranges = { "1h": HOUR, "6h": 6 * HOUR, "24h": 24 * HOUR, "7d": 168 * HOUR, "30d": 720 * HOUR };
export type Range = keyof typeof ranges;

/** Which requests are looked at. It stands in the address: a link shows the same, and the browser's way back works. */
export interface Filter {
  range: Range;
  model?: string | undefined;
  provider?: string | undefined;
  key?: string | undefined;
}

export function useFilter() {
  const [search, setSearch] = useSearchParams();
  const range = search.get("range") ?? "";
  const filter: Filter = {
    range: isRange(range) ? range : "24h",
    model: search.get("model") ?? undefined,
    provider: search.get("provider") ?? undefined,
    key: search.get("key") ?? undefined,
  };
  const change = (next: Partial<Filter>) => {
    const said = Object.entries({ ...filter, ...next }).filter(([, value]) => value);
    setSearch(new URLSearchParams(said as [string, string][]));
  };
  return { filter, change };
}

export function since(range: Range, now = Date.now()): Date {
  return new Date(now - ranges[range]);
}

function isRange(text: string): text is Range {
  return text in ranges;
}

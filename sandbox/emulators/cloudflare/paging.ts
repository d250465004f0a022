import { ok, refuse } from "./envelope.ts";

export type Query = Readonly<Record<string, string | undefined>>;

/** One page of a list, with Cloudflare's account of it. */
export function page(items: readonly unknown[], query: Query, size: { usual: number; most: number }): object {
  const perPage = Math.min(wanted(query, "per_page") ?? size.usual, size.most);
  const number = wanted(query, "page") ?? 1;
  const shown = items.slice((number - 1) * perPage, number * perPage);
  const result_info = {
    page: number,
    per_page: perPage,
    count: shown.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / perPage),
  };
  return ok(shown, { result_info });
}

function wanted(query: Query, key: "page" | "per_page"): number | undefined {
  const text = query[key];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) refuse(400, 6003, `${key} has to be a positive integer`);
  return number;
}

/** Those that the query does not rule out: a filter that it does not name rules out nothing. */
export function filtered<T>(items: T[], query: Query, filters: Record<string, (item: T) => unknown>): T[] {
  return Object.entries(filters).reduce(
    (left, [key, value]) =>
      query[key] === undefined ? left : left.filter((item) => String(value(item)) === query[key]),
    items,
  );
}

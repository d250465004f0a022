import { filtered, type Query } from "../paging.ts";
import type { DnsRecord } from "./record.ts";

type Text = (record: DnsRecord) => string;

const texts: Readonly<Record<string, Text>> = {
  name: ({ name }) => name,
  content: ({ content }) => content,
  comment: ({ comment }) => comment ?? "",
};

const comparisons: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  exact: (value, wanted) => value === wanted,
  contains: (value, wanted) => value.includes(wanted),
  startswith: (value, wanted) => value.startsWith(wanted),
  endswith: (value, wanted) => value.endsWith(wanted),
  present: (value) => value !== "",
  absent: (value) => value === "",
};

const orders: Readonly<Record<string, Text>> = {
  type: ({ type }) => type,
  name: ({ name }) => name,
  content: ({ content }) => content,
  ttl: ({ ttl }) => String(ttl).padStart(6, "0"),
  proxied: ({ proxied }) => String(proxied),
};

/** The records that a query asks for, in the order that it asks for. */
export function searched(records: DnsRecord[], query: Query): DnsRecord[] {
  const kept = filtered(records, query, { type: ({ type }) => type, proxied: ({ proxied }) => proxied });
  const tests = testsOf(query);
  const found = kept.filter((record) =>
    query.match === "any" && tests.length > 0
      ? tests.some((test) => test(record))
      : tests.every((test) => test(record)),
  );
  const order = orders[query.order ?? ""] ?? texts.name;
  const ascending = order ? found.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)) : found;
  return query.direction === "desc" ? ascending.reverse() : ascending;
}

function testsOf(query: Query): ((record: DnsRecord) => boolean)[] {
  return Object.entries(query).flatMap(([key, wanted = ""]) => {
    const [field = "", how = "exact"] = key.split(".");
    const [text, compare] = [texts[field], comparisons[how]];
    if (text && compare)
      return [(record: DnsRecord) => compare(text(record).toLowerCase(), wanted.toLowerCase())];
    if (key === "tag" || key === "tag.exact") return [({ tags }: DnsRecord) => tags.includes(wanted)];
    if (key === "search")
      return [(record: DnsRecord) => Object.values(texts).some((each) => each(record).includes(wanted))];
    return [];
  });
}

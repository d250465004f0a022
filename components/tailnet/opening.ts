/** What a grant lets through: a protocol and a port, or all of its ports. */
export type Traffic = `${"tcp" | "udp"}:${number | "*"}`;

/** A way that a declaration asks for: from whom, to whom, at which ports, and why. */
export interface Opening {
  from: string[];
  to: string[];
  traffic: Traffic[];
  because: string;
}

/** Ways between the same ends are one, for all their reasons. */
export function merged(openings: Opening[]): Opening[] {
  const ways = new Map<string, Opening>();
  for (const each of openings) {
    if (each.from.length === 0 || each.to.length === 0) continue;
    const from = sorted(each.from);
    const to = sorted(each.to);
    const key = `${from} ${to}`;
    const way = ways.get(key);
    ways.set(key, {
      from,
      to,
      traffic: sorted([...(way?.traffic ?? []), ...each.traffic]),
      because: sorted([...(way?.because.split("; ") ?? []), each.because]).join("; "),
    });
  }
  return [...ways.values()];
}

function sorted<Text extends string>(texts: Text[]): Text[] {
  return [...new Set(texts)].toSorted();
}

import type { ServiceRecord } from "../data/service-record.ts";

export type Door = Pick<ServiceRecord, "stack" | "name" | "urls" | "access">;

/** How services are reached without the change, and with it. */
export interface Doors {
  before: Door[];
  after: Door[];
}

/** Whatever becomes reachable, or is no longer: what the world may see comes first. */
export function doorsSection(doors: Doors | undefined): string {
  if (!doors) return "";
  const [before, after] = [linesOf(doors.before), linesOf(doors.after)];
  const lines = [
    ...[...after]
      .filter(([key, said]) => before.get(key) !== said)
      .map(([key, said]) => opened(before.get(key), said)),
    ...[...before].filter(([key]) => !after.has(key)).map(([, said]) => `- closed: ${said}`),
  ];
  if (lines.length === 0) return "";
  return ["### Addresses", lines.sort((a, b) => Number(isPublic(b)) - Number(isPublic(a))).join("\n")].join(
    "\n\n",
  );
}

function opened(before: string | undefined, after: string): string {
  return before === undefined ? `- opened: ${after}` : `- changed: ${before} → ${after}`;
}

function linesOf(doors: Door[]): Map<string, string> {
  return new Map(
    doors.flatMap(({ stack, name, urls, access }) =>
      Object.entries(urls).map(([reach, url]): [string, string] => [
        `${stack}/${name}/${reach}`,
        reach === "public"
          ? `${url} for **the world** (${name}, Access: ${access ?? "none"})`
          : `${url} (${name}, ${reach})`,
      ]),
    ),
  );
}

function isPublic(line: string): boolean {
  return line.includes("**the world**");
}

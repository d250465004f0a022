const steps: [limit: number, seconds: number, unit: string][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [48 * 3600, 3600, "hour"],
  [14 * 86_400, 86_400, "day"],
  [60 * 86_400, 7 * 86_400, "week"],
  [730 * 86_400, 30 * 86_400, "month"],
];

/** A duration as Docker's command line tells it: "Less than a second", "About a minute", "3 hours". */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return "Less than a second";
  const [, size, unit] = steps.find(([limit]) => seconds < limit) ?? [0, 365 * 86_400, "year"];
  const count = Math.floor(seconds / size);
  if (count > 1) return `${count} ${unit}s`;
  if (unit === "second") return "1 second";
  return `About ${unit === "hour" ? "an" : "a"} ${unit}`;
}

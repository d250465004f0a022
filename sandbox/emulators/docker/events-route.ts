import type { Call } from "./api.ts";
import type { Event } from "./events.ts";
import { Filters } from "./filters.ts";
import type { Host } from "./host.ts";
import { stream } from "./stream.ts";

const known = ["container", "event", "image", "label", "network", "scope", "type", "volume"];

/** Tells what happens until the client has heard enough, or until the time that it names. */
export function eventsRoute(host: Host, call: Call): void {
  const filters = new Filters(call.query("filters"), known);
  const since = seconds(call.query("since"));
  const until = seconds(call.query("until"));
  const out = stream(call, host, "application/json");
  const tell = (event: Event) => {
    if (fits(event, filters)) out.write(`${JSON.stringify(event)}\n`);
  };
  if (since !== undefined || until !== undefined)
    for (const event of host.events.between(since ?? 0, until ?? Number.POSITIVE_INFINITY)) tell(event);

  const left = until === undefined ? undefined : until * 1000 - Date.now();
  if (left !== undefined && left <= 0) {
    out.end();
    return;
  }
  const stop = host.events.listen(tell);
  const timer = left === undefined ? undefined : setTimeout(() => out.end(), Math.min(left, 2 ** 31 - 1));
  out.onClose(() => {
    stop();
    clearTimeout(timer);
  });
}

/** Seconds since 1970, with or without a fraction, or a date. */
function seconds(text: string): number | undefined {
  if (text === "") return undefined;
  return /^\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : Math.floor(Date.parse(text) / 1000);
}

function fits({ Type, Action, Actor, scope }: Event, filters: Filters): boolean {
  const isIt = (type: Event["Type"]) =>
    filters.some(
      type,
      (wanted) => Type === type && (Actor.ID.startsWith(wanted) || Actor.Attributes.name === wanted),
    );
  return (
    filters.some("type", (wanted) => wanted === Type) &&
    filters.some("event", (wanted) => wanted === Action) &&
    filters.some("scope", (wanted) => wanted === scope) &&
    isIt("container") &&
    isIt("image") &&
    isIt("network") &&
    isIt("volume") &&
    filters.labels(Actor.Attributes)
  );
}

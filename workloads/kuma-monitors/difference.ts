/** What shall be looked at. */
export interface Wanted {
  name: string;
  url: string;
  /** As Kuma writes them: "200-299". */
  statuses: string[];
  /** Seconds. */
  interval: number;
}

/** What Kuma looks at, as it tells it; it tells more, which it wants back when something is changed. */
export interface Monitor {
  id: number;
  name: string;
  type: string;
  url: string | null;
  description: string | null;
  interval: number;
  accepted_statuscodes: string[];
}

export interface Difference {
  missing: Wanted[];
  changed: { monitor: Monitor; wanted: Wanted }[];
  needless: Monitor[];
}

/** Marks what is ours: whatever somebody made by hand has another description, and is left alone. */
export const MARK = "From the lab's declarations";

export function differenceOf(monitors: Monitor[], wanted: Wanted[]): Difference {
  const ours = new Map<string, Monitor>();
  const doubled: Monitor[] = [];
  for (const each of monitors.filter(({ description }) => description === MARK)) {
    if (ours.has(each.name)) doubled.push(each);
    else ours.set(each.name, each);
  }
  const names = new Set(wanted.map(({ name }) => name));
  return {
    missing: wanted.filter(({ name }) => !ours.has(name)),
    changed: wanted.flatMap((each) => {
      const monitor = ours.get(each.name);
      return monitor && !isAs(monitor, each) ? [{ monitor, wanted: each }] : [];
    }),
    needless: [...[...ours.values()].filter(({ name }) => !names.has(name)), ...doubled],
  };
}

function isAs(monitor: Monitor, { url, interval, statuses }: Wanted): boolean {
  return (
    monitor.type === "http" &&
    monitor.url === url &&
    monitor.interval === interval &&
    [...monitor.accepted_statuscodes].join() === statuses.join()
  );
}

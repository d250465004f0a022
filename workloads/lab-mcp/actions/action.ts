/** What can be done to a service. */
export type Deed = { do: "restart"; service: string } | { do: "scale"; service: string; copies: number };

/** One line of the journal: somebody proposed, decided or ended something. */
export type Event = { id: string; at: number } & (
  | { event: "proposed"; by: string; deed: Deed; reason: string; expires: number }
  | { event: "approved" | "refused"; by: string }
  | { event: "done" | "failed" | "interrupted"; note: string }
);

export interface Action {
  id: string;
  deed: Deed;
  /** In the words of the program that asks: data, and nobody's instruction. */
  reason: string;
  /** Whose key asked. */
  by: string;
  at: number;
  expires: number;
  decided?: { by: string; at: number; is: "approved" | "refused" };
  ended?: { at: number; is: "done" | "failed" | "interrupted"; note: string };
}

export type State = "waits" | "expired" | "refused" | "under way" | "done" | "failed" | "interrupted";

/** The clock of a machine may jump back: what was proposed in its future is too old to be approved, too. */
export function stateOf({ at, expires, decided, ended }: Action, now: number): State {
  if (ended) return ended.is;
  if (decided) return decided.is === "refused" ? "refused" : "under way";
  return now >= expires || now < at - CLOCKS_MAY_DIFFER ? "expired" : "waits";
}

const CLOCKS_MAY_DIFFER = 5_000;

/** An action as it is after one more line; nothing, where the line speaks of one that nobody proposed. */
export function after(action: Action | undefined, event: Event): Action | undefined {
  const { id, at } = event;
  switch (event.event) {
    case "proposed": {
      const { by, deed, reason, expires } = event;
      return { id, at, by, deed, reason, expires };
    }
    case "approved":
    case "refused":
      return action && { ...action, decided: { by: event.by, at, is: event.event } };
    default:
      return action && { ...action, ended: { at, is: event.event, note: event.note } };
  }
}

/** As a person would say it. */
export function sentence(deed: Deed): string {
  if (deed.do === "restart") return `Restart ${deed.service}`;
  return `Run ${deed.copies} ${deed.copies === 1 ? "copy" : "copies"} of ${deed.service}`;
}

import { useSyncExternalStore } from "react";

/** Who may look after the router sees all of it; everybody else what was said with their own key. */
export type Role = "admin" | "person";

export interface Session {
  key: string;
  role: Role;
}

/** Why there is none: nobody has signed in yet, somebody left, or the router knows the key no longer. */
export type Ending = "none" | "left" | "refused";

interface State {
  session: Session | undefined;
  ending: Ending;
}

const PLACE = "session";
const listeners = new Set<() => void>();
let state: State = { session: kept(), ending: "none" };

/** For this tab, and until it is closed: no other page and no later visitor finds the key. */
function kept(): Session | undefined {
  try {
    const text = sessionStorage.getItem(PLACE);
    const read: unknown = text === null ? undefined : JSON.parse(text);
    return isSession(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isSession(value: unknown): value is Session {
  return typeof value === "object" && value !== null && "key" in value && "role" in value;
}

function become(next: State): void {
  state = next;
  if (next.session) sessionStorage.setItem(PLACE, JSON.stringify(next.session));
  else sessionStorage.removeItem(PLACE);
  for (const hear of listeners) hear();
}

export function currentSession(): Session | undefined {
  return state.session;
}

export function beginSession(session: Session): void {
  become({ session, ending: "none" });
}

/** Of many requests that a revoked key is refused for, the first one ends it. */
export function endSession(ending: Ending, key = state.session?.key): void {
  if (state.session && state.session.key === key) become({ session: undefined, ending });
}

export function useSession(): State {
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    () => state,
  );
}

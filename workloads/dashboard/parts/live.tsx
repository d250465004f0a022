import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { follow } from "../api/live.ts";
import { queries, useProviders } from "../api/queries.ts";

const Live = createContext<boolean | undefined>(undefined);

/** What has to be asked anew after each kind of event. */
const stale: Record<string, string[]> = {
  started: ["under-way", "providers"],
  "first-byte": ["under-way"],
  ended: ["under-way", "usage", "providers", "spending"],
  provider: ["providers"],
  config: ["providers"],
};

/** However much happens, the router is not asked more often than this. */
const GATHER_MS = 1_000;

/** Hears what happens in the router, and lets what is shown follow. */
export function LiveProvider({ children }: { children: ReactNode }) {
  // On whatever page: it is also how an open page soon hears that its key was revoked.
  useProviders();
  const [live, setLive] = useState<boolean>();
  useEffect(() => {
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = async () => {
      const names = [...waiting];
      waiting.clear();
      // Awaited: where an answer takes longer than the next event, each would else put an end to the one before it.
      await Promise.all(names.map((name) => queries.invalidateQueries({ queryKey: [name] })));
      timer = waiting.size > 0 ? setTimeout(tell, GATHER_MS) : undefined;
    };
    const heard = ({ type }: { type: string }) => {
      for (const name of stale[type] ?? []) waiting.add(name);
      timer ??= setTimeout(tell, GATHER_MS);
    };
    const stop = follow({ path: "/api/admin/events", heard, turned: setLive });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return <Live value={live}>{children}</Live>;
}

/** Nothing, while it is not known yet, or nobody listens. */
export function useLive(): boolean | undefined {
  return useContext(Live);
}

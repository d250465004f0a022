import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { follow } from "../api/live.ts";
import { queries } from "../api/queries.ts";

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
  const [live, setLive] = useState<boolean>();
  useEffect(() => {
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      for (const name of waiting) void queries.invalidateQueries({ queryKey: [name] });
      waiting.clear();
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

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiError, ask } from "./client.ts";
import { follow } from "./live.ts";
import type { ManagerStatus } from "./manager-shapes.ts";
import { queries } from "./queries.ts";

const place = ["manager"];
/** The events tell each change: this is for when they do not come. */
const SELDOM_MS = 10_000;

/** Nothing, where the lab has no manager. */
export function useManager() {
  const manager = useQuery({
    queryKey: place,
    queryFn: ({ signal }) =>
      ask<ManagerStatus>("/manager/status", { signal }).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
    // Where there is none, none comes while a page is open.
    refetchInterval: ({ state }) => (state.data === null ? false : SELDOM_MS),
  });
  const isThere = manager.data !== undefined && manager.data !== null;
  useEffect(() => {
    if (!isThere) return;
    return follow<ManagerStatus>({
      path: "/manager/events",
      heard: (status) => queries.setQueryData(place, status),
      turned: () => {},
    });
  }, [isThere]);
  return manager;
}

export type Mode = "on" | "off" | "auto";

export async function play(mode: Mode): Promise<void> {
  await ask("/manager/gaming", { method: "PUT", body: { mode } });
  await queries.invalidateQueries({ queryKey: place });
}

export async function tell(name: string, what: "load" | "unload"): Promise<void> {
  await ask(`/manager/models/${encodeURIComponent(name)}/${what}`, { method: "POST" });
  await queries.invalidateQueries({ queryKey: place });
}

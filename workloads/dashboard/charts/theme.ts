import { useSyncExternalStore } from "react";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Charts are drawn on a canvas, which no style sheet reaches: they are drawn anew when the theme changes. */
export function useDark(): boolean {
  return useSyncExternalStore(
    (hear) => {
      dark.addEventListener("change", hear);
      return () => dark.removeEventListener("change", hear);
    },
    () => dark.matches,
  );
}

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

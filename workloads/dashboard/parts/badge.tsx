import type { ReactNode } from "react";

/** Never by colour alone: what it means is written in it. */
export function Badge({
  tone = "plain",
  children,
}: {
  tone?: "good" | "warn" | "bad" | "plain";
  children: ReactNode;
}) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { words } from "../words/index.ts";

/** What was asked for, once it is there; until then that it comes, and else why it does not. */
export function Answer<Data>({
  of,
  children,
}: {
  of: UseQueryResult<Data>;
  children(data: Data): ReactNode;
}) {
  if (of.data !== undefined) {
    return (
      <>
        {of.error && <Wrong error={of.error} again={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  }
  if (of.error) return <Wrong error={of.error} again={() => void of.refetch()} />;
  return (
    <p className="quiet loading" role="status">
      {words.loading}
    </p>
  );
}

function Wrong({ error, again }: { error: Error; again(): void }) {
  return (
    <div className="wrong row spread" role="alert">
      <span>{error.message}</span>
      <button type="button" onClick={again}>
        {words.errors.retry}
      </button>
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="quiet empty">{children}</p>;
}

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { words } from "../words/index.ts";

export interface DialogProps {
  title: string;
  lead?: string;
  /** The button that does it. */
  go: string;
  dangerous?: boolean;
  /** Whether what is written so far is enough. */
  ready?: boolean;
  done(): Promise<void>;
  close(): void;
  children?: ReactNode;
  /** After it was done there is nothing to take back. */
  only?: boolean;
}

/** The browser's own dialog: it keeps the keyboard inside, and ends by Escape. What fails is told in it. */
export function Dialog({
  title,
  lead,
  go,
  dangerous,
  ready = true,
  done,
  close,
  children,
  only,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    setWrong(undefined);
    try {
      await done();
      close();
    } catch (error) {
      setWrong((error as Error).message);
      setBusy(false);
    }
  };

  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={close}>
      <form onSubmit={submit}>
        <h2 id={heading}>{title}</h2>
        {lead && <p>{lead}</p>}
        {children}
        {wrong && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        <footer>
          {!only && (
            <button type="button" onClick={close}>
              {words.dialog.cancel}
            </button>
          )}
          <button type="submit" className={dangerous ? "danger" : "primary"} disabled={busy || !ready}>
            {go}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

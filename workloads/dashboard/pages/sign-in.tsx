import { type FormEvent, useEffect, useState } from "react";
import { ApiError, ask } from "../api/client.ts";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { beginSession, type Ending, type Role } from "../session/session.ts";
import { words } from "../words/index.ts";

const said = words.signIn;

export function SignIn({ ending }: { ending: Ending }) {
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(ending === "refused" ? said.refused : undefined);
  useEffect(() => {
    document.title = words.title(said.title);
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const shown = key.trim();
    if (shown === "") return setWrong(said.empty);
    setBusy(true);
    setWrong(undefined);
    try {
      beginSession({ key: shown, role: await roleOf(shown) });
    } catch (error) {
      const unknown = error instanceof ApiError && error.status === 401;
      setWrong(unknown ? said.wrong : (error as Error).message);
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <p className="brand">
          <Icon name="brand" />
          {words.app}
        </p>
        <h1>{said.title}</h1>
        <p className="quiet">{said.lead}</p>
        {wrong && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        {ending === "left" && !wrong && (
          <p className="quiet" role="status">
            {said.left}
          </p>
        )}
        <Field label={said.key} type="password" value={key} change={setKey} hint={said.hint} autoFocus />
        <button type="submit" className="primary" disabled={busy}>
          {busy ? said.going : said.go}
        </button>
      </form>
    </main>
  );
}

/** The router says it by what it lets a key see. Throws where it does not know the key. */
async function roleOf(key: string): Promise<Role> {
  try {
    await ask("/api/admin/providers", { key });
    return "admin";
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    await ask("/api/v1/models", { key });
    return "person";
  }
}

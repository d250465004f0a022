import { useState } from "react";
import { ask, request } from "../../api/client.ts";
import { whose } from "../../api/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { words } from "../../words/index.ts";
import { forget } from "./reader.tsx";

const said = words.conversations;

/** Everything that is kept of a person, as a file. A link could show no key. */
export function Export({ person }: { person: string | undefined }) {
  const [wrong, setWrong] = useState<string>();
  const take = async () => {
    setWrong(undefined);
    try {
      const response = await request(`/api/v1/memory/export?${whose(person)}`);
      const address = URL.createObjectURL(await response.blob());
      const link = Object.assign(document.createElement("a"), {
        href: address,
        download: "conversations.jsonl",
      });
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return (
    <>
      <button type="button" onClick={() => void take()}>
        {said.export}
      </button>
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

export interface DeleteAllProps {
  /** What has to be written before it is done. */
  person: string;
  /** For the router: nothing where it is the key's own person. */
  named: string | undefined;
  done(): void;
}

export function DeleteAll({ person, named, done }: DeleteAllProps) {
  const [open, setOpen] = useState(false);
  const [written, setWritten] = useState("");
  const close = () => {
    setOpen(false);
    setWritten("");
  };
  return (
    <>
      <button type="button" className="danger" onClick={() => setOpen(true)}>
        {said.deleteAll}
      </button>
      {open && (
        <Dialog
          title={said.deleteAllTitle(person)}
          lead={said.deleteAllLead}
          go={said.go}
          dangerous
          ready={written.trim() === person}
          done={async () => {
            await ask(`/api/v1/memory?${whose(named)}`, { method: "DELETE" });
            forget();
            done();
          }}
          close={close}
        >
          <Field label={said.deleteAllProof(person)} value={written} change={setWritten} />
        </Dialog>
      )}
    </>
  );
}

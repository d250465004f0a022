import { useState } from "react";
import { ask } from "../../api/client.ts";
import { queries } from "../../api/queries.ts";
import type { IssuedKey, Key } from "../../api/shapes.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Choice } from "../../parts/field.tsx";
import { words } from "../../words/index.ts";

const said = words.keys;

export function RotateKey({ of, issued, close }: { of: Key; issued(key: IssuedKey): void; close(): void }) {
  const [grace, setGrace] = useState("0");
  return (
    <Dialog
      title={said.rotateTitle(of.name)}
      lead={said.rotateLead}
      go={said.rotateGo}
      done={async () => {
        const path = `/api/admin/keys/${encodeURIComponent(of.id)}/rotate`;
        issued(await ask<IssuedKey>(path, { method: "POST", body: { graceSeconds: Number(grace) } }));
        await queries.invalidateQueries({ queryKey: ["keys"] });
      }}
      close={close}
    >
      <Choice label={said.grace} value={grace} choices={Object.entries(said.graces)} change={setGrace} />
    </Dialog>
  );
}

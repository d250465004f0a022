import { ask } from "../../api/client.ts";
import { queries } from "../../api/queries.ts";
import type { Key } from "../../api/shapes.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { words } from "../../words/index.ts";

const said = words.keys;

export function RevokeKey({ of, close }: { of: Key; close(): void }) {
  return (
    <Dialog
      title={said.revokeTitle(of.name)}
      lead={said.revokeLead}
      go={said.revokeGo}
      dangerous
      done={async () => {
        await ask(`/api/admin/keys/${encodeURIComponent(of.id)}`, { method: "DELETE" });
        await queries.invalidateQueries({ queryKey: ["keys"] });
      }}
      close={close}
    />
  );
}

import { useState } from "react";
import type { IssuedKey } from "../../api/shapes.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { words } from "../../words/index.ts";

const said = words.keys;

/** Shown once: when this is closed, nobody has it but who copied it. */
export function Secret({ of: { name, secret }, close }: { of: IssuedKey; close(): void }) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      title={said.secretTitle(name)}
      lead={said.secretLead}
      go={said.done}
      done={async () => {}}
      close={close}
      only
    >
      <div className="row secret">
        <Field
          label={said.secret}
          value={secret}
          change={() => {}}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        {/* Where the page did not come by TLS, browsers let nobody copy but by hand. */}
        {navigator.clipboard && (
          <button
            type="button"
            onClick={() => {
              void navigator.clipboard.writeText(secret).then(() => setCopied(true));
            }}
          >
            {copied ? said.copied : said.copy}
          </button>
        )}
      </div>
    </Dialog>
  );
}

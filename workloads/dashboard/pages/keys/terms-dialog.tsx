import { useState } from "react";
import { ask } from "../../api/client.ts";
import { queries } from "../../api/queries.ts";
import type { IssuedKey, Key } from "../../api/shapes.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { words } from "../../words/index.ts";
import { noTerms, sentAs, type Terms, termsOf } from "./terms.ts";

const said = words.keys;

export function CreateKey({ issued, close }: { issued(key: IssuedKey): void; close(): void }) {
  const [terms, setTerms] = useState(noTerms);
  return (
    <Dialog
      title={said.createTitle}
      go={said.go}
      ready={terms.name.trim() !== ""}
      done={async () => {
        issued(await ask<IssuedKey>("/api/admin/keys", { method: "POST", body: sentAs(terms) }));
        await queries.invalidateQueries({ queryKey: ["keys"] });
      }}
      close={close}
    >
      <Form terms={terms} change={(next) => setTerms({ ...terms, ...next })} />
    </Dialog>
  );
}

export function ChangeKey({ of, close }: { of: Key; close(): void }) {
  const [terms, setTerms] = useState(() => termsOf(of));
  return (
    <Dialog
      title={said.changeTitle(of.name)}
      go={said.save}
      ready={terms.name.trim() !== ""}
      done={async () => {
        await ask(`/api/admin/keys/${encodeURIComponent(of.id)}`, { method: "PATCH", body: sentAs(terms) });
        await queries.invalidateQueries({ queryKey: ["keys"] });
      }}
      close={close}
    >
      <Form terms={terms} change={(next) => setTerms({ ...terms, ...next })} />
    </Dialog>
  );
}

function Form({ terms, change }: { terms: Terms; change(next: Partial<Terms>): void }) {
  const number = (
    name: "requestsPerMinute" | "tokensPerMinute" | "budgetPerDay" | "budgetPerMonth",
    label: string,
  ) => (
    <Field
      label={label}
      type="number"
      min={name.startsWith("budget") ? 0 : 1}
      step={name.startsWith("budget") ? "any" : 1}
      value={terms[name]}
      placeholder={said.unlimited}
      change={(value) => change({ [name]: value })}
    />
  );
  return (
    <div className="form">
      <Field
        label={said.name}
        value={terms.name}
        change={(name) => change({ name })}
        placeholder={said.nameExample}
        maxLength={100}
        required
      />
      <Field
        label={said.person}
        value={terms.person}
        change={(person) => change({ person })}
        hint={said.personHint}
        maxLength={100}
      />
      <Field
        label={said.models}
        value={terms.models}
        change={(models) => change({ models })}
        hint={said.modelsHint}
      />
      <Field
        label={said.expires}
        type="date"
        value={terms.expires}
        change={(expires) => change({ expires })}
      />
      {number("requestsPerMinute", said.perMinute)}
      {number("tokensPerMinute", said.tokensPerMinute)}
      {number("budgetPerDay", said.perDay)}
      {number("budgetPerMonth", said.perMonth)}
      <label className="check">
        <input
          type="checkbox"
          checked={terms.admin}
          onChange={(event) => change({ admin: event.target.checked })}
        />
        {said.admin}
      </label>
    </div>
  );
}

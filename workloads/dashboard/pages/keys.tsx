import { useState } from "react";
import { useKeys, useSpending } from "../api/queries.ts";
import type { IssuedKey, Key } from "../api/shapes.ts";
import { Answer, Empty } from "../parts/answer.tsx";
import { Badge } from "../parts/badge.tsx";
import { Table } from "../parts/table.tsx";
import { count, dayOf, momentOf } from "../words/format.ts";
import { words } from "../words/index.ts";
import { Budget } from "./keys/budget.tsx";
import { RevokeKey } from "./keys/revoke-key.tsx";
import { RotateKey } from "./keys/rotate-key.tsx";
import { Secret } from "./keys/secret.tsx";
import { ChangeKey, CreateKey } from "./keys/terms-dialog.tsx";

const said = words.keys;

type Doing = { what: "create" } | { what: "change" | "rotate" | "revoke"; key: Key };

/** Budgets go by the days and months of UTC, as the router counts them. */
function beginnings(): { day: Date; month: Date } {
  const now = new Date();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { day: new Date(Date.UTC(year, month, now.getUTCDate())), month: new Date(Date.UTC(year, month)) };
}

export default function Keys() {
  const keys = useKeys();
  const { day, month } = beginnings();
  const today = useSpending(day);
  const thisMonth = useSpending(month);
  const [ended, setEnded] = useState(false);
  const [doing, setDoing] = useState<Doing>();
  const [issued, setIssued] = useState<IssuedKey>();
  const close = () => setDoing(undefined);
  return (
    <>
      <div className="filters">
        <button type="button" className="primary" onClick={() => setDoing({ what: "create" })}>
          {said.create}
        </button>
        <label className="check">
          <input type="checkbox" checked={ended} onChange={(event) => setEnded(event.target.checked)} />
          {said.showRevoked}
        </label>
      </div>
      <section className="card">
        <Answer of={keys}>
          {(all) => {
            const shown = all.filter(({ status }) => ended || status !== "revoked");
            if (shown.length === 0) return <Empty>{said.empty}</Empty>;
            return (
              <Table
                name={words.pages.keys}
                heads={[
                  said.name,
                  said.models,
                  said.limits,
                  said.spentToday,
                  said.spentMonth,
                  said.lastUsed,
                  said.actions,
                ]}
                rows={shown}
                idOf={({ id }) => id}
                cells={(key) => [
                  <Who key="who" of={key} />,
                  key.models.join(", "),
                  <Rates key="rates" of={key} />,
                  <Budget key="day" spent={today.data?.get(key.id) ?? 0} budget={key.limits.budgetPerDay} />,
                  <Budget
                    key="month"
                    spent={thisMonth.data?.get(key.id) ?? 0}
                    budget={key.limits.budgetPerMonth}
                  />,
                  key.lastUsedAt ? momentOf(key.lastUsedAt) : said.never,
                  key.status === "revoked" ? null : (
                    <span key="actions" className="row">
                      {(["change", "rotate", "revoke"] as const).map((what) => (
                        <button
                          key={what}
                          type="button"
                          className={what === "revoke" ? "danger small" : "small"}
                          aria-label={`${said[what]} ${key.name}`}
                          onClick={() => setDoing({ what, key })}
                        >
                          {said[what]}
                        </button>
                      ))}
                    </span>
                  ),
                ]}
              />
            );
          }}
        </Answer>
      </section>
      {doing?.what === "create" && <CreateKey issued={setIssued} close={close} />}
      {doing?.what === "change" && <ChangeKey of={doing.key} close={close} />}
      {doing?.what === "rotate" && <RotateKey of={doing.key} issued={setIssued} close={close} />}
      {doing?.what === "revoke" && <RevokeKey of={doing.key} close={close} />}
      {issued && <Secret of={issued} close={() => setIssued(undefined)} />}
    </>
  );
}

const tones = { active: "good", expired: "warn", revoked: "bad" } as const;

function Who({ of: { name, person, prefix, admin, status, expiresAt } }: { of: Key }) {
  return (
    <div className="who">
      <b>{name}</b> {status !== "active" && <Badge tone={tones[status]}>{said.status[status]}</Badge>}
      {admin && <Badge>{said.adminBadge}</Badge>}
      <span className="quiet">
        {person === name ? "" : `${person} · `}
        <code>{prefix}…</code>
        {expiresAt && ` · ${said.expires} ${dayOf(expiresAt)}`}
      </span>
    </div>
  );
}

function Rates({ of: { limits } }: { of: Key }) {
  const { requestsPerMinute, tokensPerMinute } = limits;
  const told = [
    requestsPerMinute && `${said.requests} ${words.units.perMinute(count(requestsPerMinute))}`,
    tokensPerMinute && `${said.tokens} ${words.units.perMinute(count(tokensPerMinute))}`,
  ].filter(Boolean);
  return <span className="quiet">{told.join(", ") || said.unlimited}</span>;
}

import { useState } from "react";
import { tell } from "../../api/manager.ts";
import type { ManagedModel } from "../../api/manager-shapes.ts";
import { Badge } from "../../parts/badge.tsx";
import { compact, duration, gigabytes, timeOf } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.models;

const tones = {
  stopped: "plain",
  starting: "warn",
  ready: "good",
  draining: "warn",
  stopping: "warn",
  failed: "bad",
} as const;

/** A model that the manager may start and stop. While somebody plays, it would only be refused. */
export function Managed({ model, isPlaying }: { model: ManagedModel; isPlaying: boolean }) {
  const [wrong, setWrong] = useState<string>();
  const { name, state, vram, context, quantization, running, waiting, why, blocked, place } = model;
  const canLoad = state === "stopped" || state === "failed";
  const what = canLoad ? "load" : "unload";
  const facts = [gigabytes(vram), context && words.providers.context(compact(context)), quantization];
  const notes = [
    why,
    blocked,
    place && said.place(place),
    model.idleAt && said.idleAt(timeOf(model.idleAt)),
    model.retryAt && said.retryAt(timeOf(model.retryAt)),
    state !== "ready" && said.takes(duration(model.loadSeconds * 1_000)),
  ];
  return (
    <section className="card provider">
      <header className="row spread">
        <h2>{name}</h2>
        <Badge tone={tones[state]}>{said.states[state]}</Badge>
      </header>
      <p className="quiet">{facts.filter(Boolean).join(" · ")}</p>
      <p className="quiet">{said.demand(running, waiting)}</p>
      <ul className="plain quiet">
        {notes.filter(Boolean).map((note) => (
          <li key={String(note)}>{note}</li>
        ))}
      </ul>
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <footer>
        <button
          type="button"
          className={canLoad ? "primary" : ""}
          disabled={(canLoad && isPlaying) || state === "draining" || state === "stopping"}
          aria-label={canLoad ? said.loadIt(name) : said.unloadIt(name)}
          onClick={() => {
            setWrong(undefined);
            tell(name, what).catch((error: Error) => setWrong(error.message));
          }}
        >
          {said[what]}
        </button>
      </footer>
    </section>
  );
}

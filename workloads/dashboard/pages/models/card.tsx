import type { ManagedModel, ManagerStatus } from "../../api/manager-shapes.ts";
import { gigabytes } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.models;
const colours = ["chart-1", "chart-2", "chart-3", "chart-4"];

/** Models that hold memory, or are getting it. */
const holds = ({ state }: ManagedModel) => state !== "stopped" && state !== "failed";

/** What the memory of the graphics card is promised to. */
export function Card({ of: { card, models } }: { of: ManagerStatus }) {
  const held = models.filter(holds);
  const parts = [
    ...held.map(({ name, vram }, index) => ({ name, bytes: vram, colour: colours[index % colours.length] })),
    { name: said.foreign, bytes: card.foreign, colour: "chart-other" },
    { name: said.desktop, bytes: card.reserve, colour: "chart-rest" },
  ].filter(({ bytes }) => bytes > 0);
  const taken = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section className="card">
      <header className="row spread">
        <h2>{said.card}</h2>
        <span className="quiet">
          {said.used(gigabytes(taken), gigabytes(card.vram))}
          {card.used !== undefined && ` · ${said.measured(gigabytes(card.used))}`}
        </span>
      </header>
      <div className="stack" aria-hidden="true">
        {parts.map(({ name, bytes, colour }) => (
          <span
            key={name}
            className={colour}
            style={{ flexGrow: bytes }}
            title={`${name}: ${gigabytes(bytes)}`}
          />
        ))}
        <span style={{ flexGrow: Math.max(card.vram - taken, 0) }} />
      </div>
      <ul className="legend">
        {parts.map(({ name, bytes, colour }) => (
          <li key={name}>
            <i className={`swatch ${colour}`} />
            {name} <b>{gigabytes(bytes)}</b>
          </li>
        ))}
        <li>
          <i className="swatch" />
          {said.free} <b>{gigabytes(Math.max(card.vram - taken, 0))}</b>
        </li>
      </ul>
    </section>
  );
}

import { html } from "hono/html";
import type { Told } from "../actions/index.ts";

/** What is the same for everybody: who it is, it does not know yet. */
export const page = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>Approve what models propose</title>
      <link rel="stylesheet" href="/page.css" />
      <script type="module" src="/page.js"></script>
    </head>
    <body>
      <main>
        <header>
          <h1>What models propose</h1>
          <p>Nothing is done before you approve it, and nothing twice.</p>
        </header>
        <form id="who">
          <label for="key">Your key</label>
          <input id="key" type="password" autocomplete="current-password" required />
          <button>Show</button>
        </form>
        <p id="said" role="status" tabindex="-1"></p>
        <div id="proposals"></div>
      </main>
    </body>
  </html>`;

/** What waits first, and what became of the others. Reasons are a model's words: shown as text, and named as its. */
export function proposals(you: string, actions: readonly Told[], now: number) {
  // The newest last: what comes while somebody reads moves no button under their finger.
  const waiting = actions.filter(({ state }) => state === "waits").reverse();
  const others = actions.filter(({ state }) => state !== "waits").slice(0, 50);
  return html`
    <section aria-labelledby="waiting">
      <h2 id="waiting">Waiting for ${you}</h2>
      ${waiting.length > 0 ? html`<ul class="cards">${waiting.map((each) => proposal(each, now))}</ul>` : html`<p class="soft">Nothing waits.</p>`}
    </section>
    ${
      others.length > 0
        ? html`<section aria-labelledby="before">
            <h2 id="before">Before</h2>
            <ul class="cards">${others.map(past)}</ul>
          </section>`
        : ""
    }`;
}

function proposal({ id, sentence, by, reason, expires }: Told, now: number) {
  const minutes = Math.max(1, Math.round((expires - now) / 60_000));
  return html`<li class="waits">
    <h3 id="h-${id}">${sentence}</h3>
    <p>${by} says: <q>${reason}</q></p>
    <p class="soft">Expires in ${minutes} ${minutes === 1 ? "minute" : "minutes"}</p>
    <div class="choice">
      <button data-id="${id}" data-do="approve" aria-describedby="h-${id}">Approve</button>
      <button data-id="${id}" data-do="refuse" aria-describedby="h-${id}" class="quiet">Refuse</button>
    </div>
  </li>`;
}

function past({ at, sentence, by, state, decided, ended }: Told) {
  const when = new Date(at).toISOString();
  return html`<li class="${state.replace(" ", "-")}">
    <h3>${sentence} <span class="state">${state}</span></h3>
    ${ended ? html`<p>${ended.note}</p>` : ""}
    <p class="soft">
      Asked by ${by}, <time datetime="${when}">${when.slice(0, 16).replace("T", " ")} UTC</time>${decided ? html`; ${decided.is} by ${decided.by}` : ""}
    </p>
  </li>`;
}

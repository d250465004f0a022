import { html } from "hono/html";
import type { WholeHouse } from "../api/index.ts";
import { type Problem, problemsOf } from "./problems.ts";

type Service = WholeHouse["services"][number];
type Thing = WholeHouse["machines"][number];

/** The house at a glance: what is wrong first, and everything else small. */
export function page(house: WholeHouse) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${headline(house)} · ${house.name}</title>
        <link rel="stylesheet" href="/page.css" />
        <script type="module" src="/page.js"></script>
      </head>
      <body>
        <main id="glance">${glance(house)}</main>
        <footer><p id="live" role="status">This page keeps itself up to date.</p><a href="/openapi.json">The API</a></footer>
      </body>
    </html>`;
}

/** What the page puts in its place when something has changed. */
export function glance(house: WholeHouse) {
  const { services, machines, looked, summary } = house;
  const wrong = problemsOf(house);
  const groups = [...new Set(services.map(({ group }) => group))].sort();
  return html`
    <header>
      <h1 class="${summary.down > 0 ? "down" : "up"}">${headline(house)}</h1>
      <p>${counts(summary)} · looked at <time datetime="${looked}">${looked.slice(11, 16)} UTC</time></p>
    </header>
    ${
      wrong.length > 0
        ? html`<section aria-labelledby="wrong">
            <h2 id="wrong">What is wrong</h2>
            <ul class="wrong">
              ${wrong.map(shown)}
            </ul>
          </section>`
        : ""
    }
    <section aria-labelledby="machines">
      <h2 id="machines">Machines</h2>
      <ul class="things">${machines.map(thing)}</ul>
    </section>
    ${groups.map(
      (group) => html`<section aria-labelledby="group-${group}">
        <h2 id="group-${group}">${group}</h2>
        <ul class="things">${services.filter((each) => each.group === group).map(thing)}</ul>
      </section>`,
    )}`;
}

function headline({ summary }: WholeHouse): string {
  if (summary.down > 0)
    return summary.down === 1 ? "One service is down" : `${summary.down} services are down`;
  return summary.unknown > summary.up ? "Little is known" : "All is well";
}

function counts(summary: WholeHouse["summary"]): string {
  const named = { up: "up", down: "down", resting: "at rest", unknown: "unknown" } as const;
  const said = Object.entries(named).map(([state, word]) => ({
    word,
    count: summary[state as keyof typeof named],
  }));
  return said
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(", ");
}

function shown({ cause, down, without }: Problem) {
  const { sentence, about, since, state } = cause;
  return html`<li class="${state}">
    <strong>${sentence}</strong>
    <span>${about}${since ? html`, since <time datetime="${since}">${since.slice(0, 16).replace("T", " ")} UTC</time>` : ""}</span>
    ${down.length > 0 ? html`<p>Down for its sake: ${down.join(", ")}</p>` : ""}
    ${without.length > 0 ? html`<p>Up without it: ${without.join(", ")}</p>` : ""}
  </li>`;
}

const WORDS = { up: "up", down: "down", resting: "at rest", unknown: "unknown" } as const;

function thing(each: Service | Thing) {
  const { name, about, state, sentence } = each;
  const link = "url" in each ? each.url : null;
  const shown = link ? html`<a href="${link}" rel="noreferrer">${name}</a>` : name;
  return html`<li class="${state}" title="${about} — ${sentence}">
    <span class="name">${shown}</span><span class="state">${WORDS[state]}</span>
  </li>`;
}

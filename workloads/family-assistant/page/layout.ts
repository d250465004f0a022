import { html } from "hono/html";
import type { Person } from "../people/index.ts";

type Html = ReturnType<typeof html>;

const ROOMS = {
  "/": "Talk",
  "/shopping": "Shopping",
  "/calendar": "Calendar",
  "/reminders": "Reminders",
  "/papers": "Papers",
  "/me": "About me",
} as const;

export type Room = keyof typeof ROOMS;

/** A room of the house, with the way to all others. */
export function room(here: Room, person: Person, inside: Html) {
  return bare(
    ROOMS[here],
    html`<a class="skip" href="#main">To the page itself</a>
      <header>
        <p class="who">${person.called}</p>
        <nav aria-label="Rooms">
          <ul>
            ${Object.entries(ROOMS).map(
              ([path, name]) =>
                html`<li><a href="${path}"${path === here ? html` aria-current="page"` : ""}>${name}</a></li>`,
            )}
          </ul>
        </nav>
      </header>
      <main id="main">${inside}</main>`,
    here === "/",
  );
}

export function bare(title: string, inside: Html, acts = false) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Family assistant</title>
        <link rel="stylesheet" href="/page.css" />
        ${acts ? html`<script type="module" src="/page.js"></script>` : ""}
      </head>
      <body>
        ${inside}
      </body>
    </html>`;
}

/** A button that does one thing to one thing; its name says to which. */
export function press(action: string, name: string, of: string, kind = "") {
  return html`<form method="post" action="${action}">
    <button class="${kind}" aria-label="${name}: ${of}">${name}</button>
  </form>`;
}

import { html } from "hono/html";
import type { Item, Memory, Occasion, Reminder } from "../keeping/index.ts";
import type { Paper } from "../papers/index.ts";
import { HOUSE, type Person } from "../people/index.ts";
import { clockOf, dayAndClock, dayOf, EVERY, everyOf } from "../time/index.ts";
import { press } from "./layout.ts";

const empty = (all: readonly unknown[], said: string) =>
  all.length === 0 ? html`<p class="when">${said}</p>` : "";

const forEverybody = html`<label class="check"><input type="checkbox" name="everybody" value="yes" /> For everybody in the house</label>`;

const rhythm = html`<label for="every">How often</label>
  <select id="every" name="every">
    <option value="">Once</option>
    ${EVERY.map((each) => html`<option value="${each}">Every ${each}</option>`)}
  </select>`;

export function shoppingPage(items: readonly Item[]) {
  return html`<h1>Shopping</h1>
    <form class="card" method="post" action="/shopping">
      <label for="what">What is missing?</label>
      <div class="row"><input id="what" name="what" required maxlength="300" autocomplete="off" /><button class="main">Add</button></div>
    </form>
    ${empty(items, "The list is empty.")}
    <ul class="list">
      ${items.map(
        ({ id, what, done }) => html`<li class="${done ? "done" : ""}">
          <span class="what">${what}</span>${done ? html`<span class="when">bought</span>` : ""}
          ${press(`/shopping/${id}/tick`, done ? "Put back" : "Bought", what)}
        </li>`,
      )}
    </ul>
    ${items.some(({ done }) => done) ? press("/shopping/clear", "Clear what is bought", "the list") : ""}`;
}

export function calendarPage(occasions: readonly Occasion[], zone: string) {
  return html`<h1>Calendar</h1>
    <details class="card">
      <summary>Write something in</summary>
      <form method="post" action="/calendar">
        <label for="what">What</label><input id="what" name="what" required maxlength="300" autocomplete="off" />
        <label for="first">When</label><input id="first" name="first" type="datetime-local" required />
        <label for="minutes">How many minutes (empty: the whole day)</label><input id="minutes" name="minutes" type="number" min="5" max="14400" />
        ${rhythm}${forEverybody}<button class="main">Write it in</button>
      </form>
    </details>
    ${empty(occasions, "There is nothing in the next weeks.")}
    <ul class="list">
      ${occasions.map(
        ({ id, what, at, minutes, owner, every }) => html`<li>
          <span class="when"><time datetime="${at.toISOString()}">${dayOf(at, zone)}${minutes === null ? "" : `, ${clockOf(at, zone)}`}</time></span>
          <span class="what">${what}</span>
          <span class="when">${[owner === HOUSE ? "everybody" : "", every ? everyOf({ first: "", every }) : ""].filter(Boolean).join(", ")}</span>
          ${press(`/calendar/${id}/remove`, "Remove", `${what}, ${dayOf(at, zone)}`)}
        </li>`,
      )}
    </ul>`;
}

export function remindersPage(reminders: readonly Reminder[], zone: string, { quiet }: Person) {
  return html`<h1>Reminders</h1>
    <details class="card">
      <summary>Remind me of something</summary>
      <form method="post" action="/reminders">
        <label for="what">What</label><input id="what" name="what" required maxlength="300" autocomplete="off" />
        <label for="first">When</label><input id="first" name="first" type="datetime-local" required />
        ${rhythm}<button class="main">Remind me</button>
      </form>
    </details>
    ${quiet ? html`<p class="when">From ${quiet.from} to ${quiet.to} I leave you in peace, and tell you afterwards.</p>` : ""}
    ${empty(reminders, "There is nothing to remind you of.")}
    <ul class="list">
      ${reminders.map(
        (each) => html`<li>
          <span class="when">${each.nextAt ? dayAndClock(each.nextAt, zone) : ""}, ${everyOf(each)}</span>
          <span class="what">${each.what}</span>
          ${press(`/reminders/${each.id}/remove`, "Remove", each.what)}
        </li>`,
      )}
    </ul>`;
}

export function papersPage(papers: readonly Paper[]) {
  return html`<h1>Papers</h1>
    <form class="card" method="post" action="/papers" enctype="multipart/form-data">
      <label for="paper">A paper that I shall know (plain text)</label>
      <input id="paper" type="file" name="paper" accept=".txt,.md,.csv,text/plain" required />
      ${forEverybody}<button class="main">Hand in</button>
    </form>
    ${empty(papers, "I have no papers.")}
    <ul class="list">
      ${papers.map(
        ({ id, name, owner, isFound }) => html`<li>
          <span class="what">${name}</span>
          <span class="when">${[owner === HOUSE ? "everybody" : "only you", isFound ? "" : "kept, and not read yet"].filter(Boolean).join(", ")}</span>
          ${press(`/papers/${id}/remove`, "Remove", name)}
        </li>`,
      )}
    </ul>`;
}

export function mePage(memories: readonly Memory[], feed: string) {
  return html`<h1>About me</h1>
    <h2>What I remember about you</h2>
    ${empty(memories, "Nothing yet. Tell me what I shall remember.")}
    <ul class="list">
      ${memories.map(({ id, what }) => html`<li><span class="what">${what}</span>${press(`/me/memories/${id}/remove`, "Forget", what)}</li>`)}
    </ul>
    <h2>Your calendar on your phone</h2>
    <p>Add this address as a calendar: your reminders ring there, too. Whoever has it can read your calendar.</p>
    <p><code>${feed}</code></p>
    <h2>Peace and quiet</h2>
    ${press("/me/leave", "Leave", "this device does not know me any more")}
    <details class="card">
      <summary>Forget what we have said</summary>
      <p>All our talks are deleted, and nobody can bring them back. Reminders, papers and the calendar stay.</p>
      ${press("/me/forget-talks", "Forget our talks", "all that we have said")}
    </details>`;
}

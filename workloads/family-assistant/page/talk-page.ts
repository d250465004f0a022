import { html } from "hono/html";
import type { Notice, Proposal, Turn } from "../keeping/index.ts";
import { type Moment, sentenceOf } from "../talk/index.ts";
import { dayAndClock } from "../time/index.ts";
import { press } from "./layout.ts";

export interface Talked {
  notices: readonly Notice[];
  proposals: readonly Proposal[];
  turns: readonly Turn[];
}

export interface Senses {
  hears: boolean;
  speaks: boolean;
}

/** What somebody says, and below it what was said, the newest first. */
export function talkPage(talked: Talked, moment: Moment, senses: Senses, draft = "", problem = "") {
  return html`<h1>Hello, ${moment.person.called}</h1>
    ${due(talked, moment)}
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ""}
    <form class="say" method="post" action="/say" enctype="multipart/form-data">
      <label for="words">What can I do for you?</label>
      <textarea id="words" name="words" rows="3" maxlength="8000">${draft}</textarea>
      <div class="row">
        <button class="main">Send</button>
        ${senses.hears ? html`<button type="button" id="mic" hidden>Speak</button><input type="file" id="voice" name="voice" accept="audio/*" hidden />` : ""}
        <label class="file">A picture: <input type="file" name="picture" accept="image/jpeg,image/png,image/webp" /></label>
      </div>
      <p id="heard" role="status"></p>
    </form>
    ${said(talked, moment, senses)}
    <noscript><p><a href="/">Look whether there is an answer</a></p></noscript>`;
}

/** What changes while somebody looks: two parts, each for the one of the page that has its name. */
export function now(talked: Talked, moment: Moment, senses: Senses) {
  return html`${due(talked, moment)}${said(talked, moment, senses)}`;
}

function due({ notices }: Talked, { zone }: Moment) {
  return html`<div id="due" aria-live="assertive">
    ${notices.map(
      ({ id, what, due, missed }) => html`<section class="card notice" aria-label="Reminder">
        <p class="when">Reminder · <time datetime="${due.toISOString()}">${dayAndClock(due, zone)}</time></p>
        <p class="what">${what}</p>
        ${missed > 0 ? html`<p class="when">I could not tell you the ${missed === 1 ? "time" : `${missed} times`} before.</p>` : ""}
        ${press(`/notices/${id}/seen`, "Done", what, "main")}
      </section>`,
    )}
  </div>`;
}

function said({ proposals, turns }: Talked, moment: Moment, { speaks }: Senses) {
  const latest = turns.findLast(({ state }) => state === "answered")?.id;
  return html`<div id="said" aria-live="polite">
    ${turns.toReversed().map((turn) => {
      const asked = proposals.filter((each) => each.turn === turn.id);
      return html`<article class="turn" aria-label="What we said">
        <div class="mine">
          ${turn.said ? html`<p class="words">${turn.said}</p>` : ""}
          ${turn.picture === null ? "" : html`<img src="/pictures/${turn.picture}" alt="The picture that you sent" />`}
          ${turn.hasVoice && !turn.said ? html`<p class="words">(your voice)</p>` : ""}
        </div>
        ${answered(turn)}
        ${speaks && turn.id === latest ? html`<audio controls preload="none" src="/turns/${turn.id}/speech" aria-label="Hear the answer"></audio>` : ""}
        ${asked.map((proposal) => proposed(proposal, moment))}
      </article>`;
    })}
  </div>`;
}

function answered({ id, state, answer, fault }: Turn) {
  if (state === "answered") return html`<p class="words yours">${answer}</p>`;
  if (state === "waiting") return html`<p class="yours" data-waiting>I am thinking…</p>`;
  return html`<p class="problem">${fault}</p>
    ${press(`/turns/${id}/again`, "Try again", "what you said", "main")}`;
}

function proposed(proposal: Proposal, moment: Moment) {
  const sentence = sentenceOf(proposal, moment);
  if (sentence === undefined) return "";
  return html`<section class="card" aria-label="A question to you">
    <p class="when">Shall I?</p>
    <p class="what">${sentence}</p>
    <div class="row">
      ${press(`/proposals/${proposal.id}/yes`, "Yes", sentence, "main")}
      ${press(`/proposals/${proposal.id}/no`, "No", sentence)}
    </div>
  </section>`;
}

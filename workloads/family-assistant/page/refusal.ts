import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { bare } from "./layout.ts";
import { strict } from "./policy.ts";

const PLAINLY: Partial<Record<number, string>> = {
  404: "There is nothing here. It may have been removed.",
  413: "That is too large for me. Send something smaller: a picture may have 8 MB, a paper 2 MB.",
  500: "Something went wrong here. Nothing that was kept is lost; please try again.",
};

/** Why something was not done, in one sentence, and the way back. */
export function refusalPage(
  context: Context,
  { status, message }: { status: ContentfulStatusCode; message: string },
) {
  for (const [name, value] of Object.entries(strict)) context.header(name, value);
  const said = PLAINLY[status] ?? message;
  const back =
    status === 401 || status === 403 ? "" : html`<p><a class="button" href="/">Back to the start</a></p>`;
  return context.html(
    bare("Sorry", html`<main class="alone"><h1>Sorry</h1><p role="alert">${said}</p>${back}</main>`),
    status,
  ) as Response;
}

import { type Answer, isSuccess } from "../../../sandbox/providers/framework/http.ts";

/** Nobody could look; with a fix, somebody can make that better. */
export class NotSeen extends Error {
  readonly fix: string | undefined;

  constructor(because: string, fix?: string) {
    super(because);
    this.fix = fix;
  }
}

/** The document that an API has answered with, or in one sentence what was wrong with the answer. */
export function documentIn(answer: Answer, path: string, who: string): unknown {
  const { status } = answer;
  if (status === 401)
    throw new NotSeen(`${who} does not take the credentials for ${path}`, `give it others: ${accessOf(who)}`);
  if (status === 403)
    throw new NotSeen(
      `the credentials for ${who} may not read ${path}: ${messageOf(answer)}`,
      `give them the right to read it, or others: ${accessOf(who)}`,
    );
  if (status === 429)
    throw new NotSeen(`${who} has enough of us for now (429)`, "look again in some minutes");
  if (!isSuccess(answer)) throw new Error(`${who} answers ${status} for ${path}: ${messageOf(answer)}`);
  try {
    return JSON.parse(answer.text);
  } catch {
    throw new Error(
      `${who} answers with a page, and not as an API does: the address is another's, or a proxy asks for a login`,
    );
  }
}

function accessOf(place: string): string {
  return `homelab:access.${place}`;
}

/** What a vendor says is wrong, in its own form; a page of HTML says nothing. */
function messageOf({ text, headers }: Answer): string {
  try {
    const said = JSON.parse(text);
    const [first] = Array.isArray(said.errors) ? said.errors : [];
    const message = said.message ?? first?.message ?? said.error;
    if (typeof message === "string") return message.trim().slice(0, 300);
  } catch {
    const isPage = String(headers["content-type"]).includes("html") || /^\s*</.test(text);
    if (!isPage && text.trim()) return text.trim().slice(0, 300);
  }
  return "without a word";
}

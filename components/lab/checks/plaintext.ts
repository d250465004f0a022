import type { Problem } from "../../refusal.ts";
import { partsOf, type Value } from "../../service/index.ts";
import type { Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** `DB_PASSWORD`, `API_KEY`; neither `KEY_FILE`, which is a path, nor `PUBLIC_KEY`, which is none of a secret. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASS|TOKEN|SECRET|(?<!PUBLIC_)KEY|APIKEY)$/i;
/** A line of a config file that sets such a name: `password = hunter2`, `"api_key": "..."`. */
const SECRET_LINE =
  /^[\s"'-]*(?:[\w.-]*password|(?:[\w.-]*[_.-])?(?:token|secret|api[_-]?key))["']?\s*[:=]\s*["']?([^\s"',#]+)/gim;
/** What stands under such a name and is no secret: a switch, a number, a path, a URL, what a program fills in later. */
const HARMLESS =
  /^(true|false|yes|no|on|off|none|null|\d+|~?\.{0,2}\/.*|[a-z][a-z0-9+.-]*:\/\/.*|[$%{<].*)$/i;
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@$%{]+@/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** A secret that stands in a file is in Git for ever. No message repeats it: the next reader may be a log. */
export function checkPlainText(service: Service): Problem[] {
  const variables = Object.entries(service.env).filter(
    ([name, value]) => (SECRET_NAME.test(name) && isTelling(literal(value))) || givesAway(literal(value)),
  );
  const files = Object.entries(service.files).filter(
    ([, value]) => holdsSecretLine(literal(value)) || givesAway(literal(value)),
  );
  return [...variables, ...files].map(([name]) =>
    problem(service, {
      what: `${service.name} holds a secret in plain text: ${name} (not shown).`,
      facts: ["whatever was committed once is known: have a new one made"],
      fix: "write secrets: { <name>: generated() } or fromConfig(...), and secretValue(<name>) or text`...` here",
    }),
  );
}

/** The text as it stands in the file. A reference counts as something that a program fills in. */
function literal(value: Value): string {
  return partsOf(value)
    .map((part) => (typeof part === "string" ? part : "{}"))
    .join("");
}

function isTelling(text: string): boolean {
  return text.trim() !== "" && !text.includes("{}") && !HARMLESS.test(text.trim());
}

function holdsSecretLine(text: string): boolean {
  return [...text.matchAll(SECRET_LINE)].some(([, value = ""]) => isTelling(value));
}

function givesAway(text: string): boolean {
  return URL_WITH_PASSWORD.test(text) || PRIVATE_KEY.test(text);
}

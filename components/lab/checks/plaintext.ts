import { givesAway, holdsSecretLine, isSecret } from "../../plain-text.ts";
import type { Problem } from "../../refusal.ts";
import { partsOf, type Value } from "../../service/index.ts";
import type { Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** A secret that stands in a file is in Git for ever. No message repeats it: the next reader may be a log. */
export function checkPlainText(service: Service): Problem[] {
  const variables = Object.entries(service.env).filter(
    ([name, value]) => isSecret(name, literal(value)) || givesAway(literal(value)),
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

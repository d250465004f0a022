import { givesAway, holdsSecretLine, isSecret } from "../../plain-text.ts";
import type { Problem } from "../../refusal.ts";
import { partsOf, textsOf, type Value } from "../../service/index.ts";
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
  const values = textsOf(service.chart?.values ?? {}).flatMap(([way, value]): [string, Value][] => {
    const name = way.at(-1) ?? "";
    // `adminPassword` is a name as `ADMIN_PASSWORD` is one; `existingSecret` says where a secret is.
    const asVariable = name.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/secret(name)?$/i, "name");
    const gives = isSecret(asVariable, literal(value)) || givesAway(literal(value));
    return gives || holdsSecretLine(literal(value)) ? [[way.join("."), value]] : [];
  });
  return [...variables, ...files, ...values].map(([name]) =>
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

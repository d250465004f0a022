import type { Resource } from "../../resource.ts";
import type { StackRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import type { Stack } from "../../stack.ts";
import { textsIn } from "../../views/texts.ts";

/** Shorter ones are words; longer ones are files, whose parts are what matters. */
const LENGTH = { least: 20, most: 400 };
/** What may stand around a secret in a text. */
const SEPARATOR = /[\s:"'`,;=@/()[\]{}<>|&?]+/;

/** Where a Secret's own content has also been written. */
export const leaks: StackRule[] = [
  {
    id: "secret-elsewhere",
    title: "What a Secret holds stands nowhere else.",
    sources: [],
    reason: "a copy in an argument, a variable or a note is a secret in plain text",
    fix: "refer to the Secret instead: secretValue where the service is declared",
    severity: "critical",
    scope: scopes.manifests,
    survey: (stack) => {
      const owners = secretsOf(stack);
      const others = stack.of(scopes.manifests).filter(({ type }) => !scopes.secrets.has(type));
      return others.map((on) => ({ on, says: copiesIn(on, owners) }));
    },
  },
];

function copiesIn({ props }: Resource, owners: Map<string, string>) {
  const found = textsIn(props).flatMap(({ path, text }) =>
    [text, ...text.split(SEPARATOR)].flatMap((part) => {
      const owner = owners.get(part);
      return owner ? [`has at ${path} what ${owner} keeps secret`] : [];
    }),
  );
  return [...new Set(found)];
}

/** By what they hold, the Secrets that hold it. */
function secretsOf(stack: Stack): Map<string, string> {
  return new Map(
    stack.of(scopes.secrets).flatMap((secret) => {
      const held = textsIn(secret.props);
      const under = (key: string) =>
        held.flatMap(({ path, text }) => (path.startsWith(`${key}.`) ? text : []));
      const plain = under("stringData");
      const encoded = under("data").map((text) => Buffer.from(text, "base64").toString("utf8"));
      return [...plain, ...encoded]
        .filter((text) => text.length >= LENGTH.least && text.length <= LENGTH.most && !SEPARATOR.test(text))
        .map((text): [string, string] => [text, secret.name]);
    }),
  );
}

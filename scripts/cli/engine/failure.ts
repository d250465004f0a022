/** Failures of the engine itself, which it tells in its own terms; and what a person does about them. */
const known: { sign: RegExp; words: string }[] = [
  {
    sign: /invalid YAML file: yaml: (.+)/,
    words:
      "the stack's settings are not YAML: $1\n  fix: correct Pulumi.<stack>.yaml there; lists and texts end where they began",
  },
  {
    sign: /incorrect passphrase|passphrase must be set/,
    words:
      "the passphrase does not open this stack's secrets.\n  fix: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the one that it was made with",
  },
  {
    sign: /no space left on device/,
    words:
      "the disk is full: the engine could not write its state.\n  fix: free some space, then run this again",
  },
  {
    sign: /could not (find|read) .*login|PULUMI_ACCESS_TOKEN must be set/,
    words:
      "the state's backend asks for a login.\n  fix: log in to it with `pulumi login`, or unset PULUMI_BACKEND_URL to keep the state on this machine",
  },
];

const LAST_LINES = 15;

/** Why the engine ended without a word in its events: what its output says, in words that help. */
export function explainFailure(log: string, path: string): string {
  for (const { sign, words } of known) {
    const found = log.match(sign);
    if (found) return words.replace("$1", found[1] ?? "");
  }
  const errors = log.split(/^error: /m).slice(1);
  if (errors.length > 0 && !/^panic: |goroutine \d+ \[/m.test(log))
    return errors.map((each) => each.trim()).join("\n");
  const tail = log.trimEnd().split("\n").slice(-LAST_LINES);
  return [
    "the engine crashed. Its last words:",
    ...tail.map((line) => `  ${line}`),
    `  the whole log: ${path}`,
  ].join("\n");
}

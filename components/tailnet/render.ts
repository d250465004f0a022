import type { Policy } from "./policy.ts";

/** How a person who finds the policy in the vendor's console knows whose it is. */
export function headerOf(lab: string): string {
  return `// Derived from the inventory and the services of ${lab}: change those. What is changed here is put back.`;
}

/** The policy as the vendor keeps it: JSON in which every rule says why it is there. */
export function render(policy: Policy, lab: string): string {
  const sections = Object.entries(policy).map(([name, section]) =>
    Array.isArray(section) ? list(name, section) : record(name, section),
  );
  return [headerOf(lab), "{", sections.join("\n\n"), "}", ""].join("\n");
}

function list(name: string, entries: { because?: string }[]): string {
  return block(
    name,
    "[]",
    entries.flatMap(({ because, ...entry }) => [
      ...(because ? [`    // ${because}`] : []),
      `    ${JSON.stringify(entry)},`,
    ]),
  );
}

function record(name: string, entries: object): string {
  return block(
    name,
    "{}",
    Object.entries(entries).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},`),
  );
}

function block(name: string, brackets: "[]" | "{}", lines: string[]): string {
  const [open, close] = brackets;
  return [`  ${JSON.stringify(name)}: ${open}`, ...lines, `  ${close},`].join("\n");
}

/** Whether somebody else wrote a policy: neither this program, nor the vendor for a new tailnet, in which all is open. */
export function isForeign(text: string, lab: string): boolean {
  return (
    !text.startsWith(headerOf(lab)) && !/"(src|users)":\s*\["\*"\],\s*"dst":\s*\["\*(:\*)?"\]/.test(text)
  );
}

import type { DiagnosticEvent } from "@pulumi/pulumi/automation/index.js";

/** Something that the program, a provider or the engine has to say. */
export interface Message {
  severity: "error" | "warning" | "info";
  text: string;
  urn: string | null;
}

/** Said at every start, of every plugin on PATH; and the last words of every failure, after its real cause. */
const NOISE = [
  /^using pulumi-(language|resource|analyzer)-\S+ from \$PATH/,
  /^(update|preview|refresh|destroy) (failed|canceled)$/,
];

/** Nothing, where nobody is helped by reading it. */
export function messageOf({ severity, message, urn, ephemeral }: DiagnosticEvent): Message | undefined {
  const text = message.replace(/\s+$/, "");
  if (isDebug(severity) || ephemeral || text === "" || NOISE.some((noise) => noise.test(text)))
    return undefined;
  return {
    severity: severity === "error" || severity === "warning" ? severity : "info",
    text,
    urn: urn ?? null,
  };
}

/** Lines that a program wrote one by one belong together: a stack trace is one message. */
export function append(messages: Message[], next: Message): void {
  const last = messages.at(-1);
  if (last && last.severity === "info" && next.severity === "info" && last.urn === next.urn)
    last.text += `\n${next.text}`;
  else messages.push(next);
}

/** The SDK's type does not know this severity; the engine's log is full of it. */
function isDebug(severity: string): boolean {
  return severity === "debug";
}

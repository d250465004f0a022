import { humanTime } from "../../setup/progress.mjs";
import type { Message } from "../engine/message.ts";
import { changes } from "../engine/op.ts";
import type { Result } from "../engine/result.ts";
import { nameOf, type Violation } from "../engine/tally.ts";
import { colours } from "../terminal.ts";
import { changeList } from "./changes.ts";
import { countsInWords } from "./counts.ts";

/** All that a person has to know of how it went; each part only where there is something to say. */
export function summary(result: Result, withValues: boolean): string {
  const { changed, violations, messages } = result;
  return [
    headline(result),
    changed.length > 0 ? changeList(changed, withValues) : "",
    ...messages.filter(({ severity }) => severity !== "error").map(message),
    ...violations.filter(({ mandatory }) => !mandatory).map(violation),
    ...violations.filter(({ mandatory }) => mandatory).map(violation),
    ...messages.filter(({ severity }) => severity === "error").map(message),
  ]
    .filter(Boolean)
    .join("\n\n");
}

export function headline(result: Result): string {
  const { stack, counts, seconds } = result;
  const ok = result.outcome === "succeeded";
  const planned = result.operation.startsWith("preview");
  const what = ok && changes(counts) === 0 ? `nothing ${planned ? "to change" : "changed"}, ` : "";
  const words = `${what}${countsInWords(counts, planned ? "planned" : "done")}`;
  return `${colours.bold(stack)}  ${verdict(result)}${ok || changes(counts) > 0 ? `  ${words}` : ""}  ${colours.dim(humanTime(seconds * 1000))}`;
}

function verdict({ outcome, operation }: Result): string {
  if (outcome === "succeeded")
    return colours.green(operation.startsWith("preview") ? "preview" : `${operation}: done`);
  const words = {
    failed: "failed",
    refused: "refused by policy",
    locked: "locked",
    interrupted: "interrupted",
  };
  return colours.red(colours.bold(`${operation}: ${words[outcome]}`));
}

function violation({ policy, pack, mandatory, urn, message }: Violation): string {
  const word = mandatory ? colours.red(colours.bold("refused:")) : colours.yellow("advice:");
  const about = urn ? `${nameOf(urn)} ${colours.dim(typeOf(urn))}` : "the whole stack";
  return `${word} ${about}  ${colours.dim(`${pack}/${policy}`)}\n${indent(message)}`;
}

function message({ severity, text, urn }: Message): string {
  const word = {
    error: colours.red(colours.bold("error:")),
    warning: colours.yellow("warning:"),
    info: colours.dim("info:"),
  };
  const about =
    urn && !typeOf(urn).startsWith("pulumi:pulumi:Stack")
      ? `${nameOf(urn)} ${colours.dim(typeOf(urn))}\n`
      : "";
  return about ? `${word[severity]} ${about}${indent(text)}` : `${word[severity]} ${text}`;
}

function typeOf(urn: string): string {
  return urn.split("::").at(-2)?.split("$").at(-1) ?? "";
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

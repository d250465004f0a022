import type { Message } from "../engine/message.ts";
import { nameOf } from "../engine/tally.ts";

interface Cause {
  sign: RegExp;
  what: string;
  fix: (place: string) => string;
}

/** What the APIs of the vendors answer where one may not look, however their providers tell it. The first that fits is meant. */
const CAUSES: Cause[] = [
  {
    sign: /<!doctype html|<html|invalid character '<'|answered no JSON: </i,
    what: "answers with a page, and not as an API does",
    fix: (place) => `its address is another's, or a proxy asks for a login: homelab:access.${place}`,
  },
  {
    sign: /\b429\b|too many requests|rate limit/i,
    what: "has enough of us for now (429)",
    fix: () => "look again in some minutes",
  },
  {
    sign: /\b401\b|unauthorized|authentication fail/i,
    what: "does not take the credentials (401)",
    fix: (place) => `give it others: homelab:access.${place}`,
  },
  {
    sign: /\b403\b|forbidden|permission check failed|authentication error|not have (enough )?permission/i,
    what: "does not let us read it (403)",
    fix: (place) => `give the token the rights that it lacks, or another one: homelab:access.${place}`,
  },
  {
    sign: /\b422\b|unprocessable/i,
    what: "does not accept how we ask (422)",
    fix: () => "it may be of another version than the plugin: npx lab doctor, and the vendor's own words",
  },
  {
    sign: /econnrefused|connection refused|cannot be reached|no such host|i\/o timeout|etimedout|enotfound|not answered in time/i,
    what: "cannot be reached",
    fix: (place) => `is it on, and can this machine reach it? homelab:access.${place} says how`,
  },
];

const FEW = 5;

/** One message for all that one API refuses for one reason. Whatever is no such refusal stays as it was. */
export function gathered(messages: Message[]): Message[] {
  const groups = new Map<string, { cause: Cause; place: string; messages: Message[] }>();
  const others: Message[] = [];
  for (const message of messages) {
    const cause = message.severity === "error" && CAUSES.find(({ sign }) => sign.test(message.text));
    if (!cause || !message.urn) {
      others.push(message);
      continue;
    }
    const place = placeOf(message.urn);
    const group = groups.get(`${place} ${cause.what}`) ?? { cause, place, messages: [] };
    groups.set(`${place} ${cause.what}`, { ...group, messages: [...group.messages, message] });
  }
  return [...others, ...[...groups.values()].map(told)];
}

function told({ cause, place, messages }: { cause: Cause; place: string; messages: Message[] }): Message {
  const names = [...new Set(messages.map(({ urn }) => nameOf(urn ?? "")))];
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : "";
  const words = cause.what.includes("page") ? [] : [`  it says: ${firstLine(messages[0]?.text ?? "")}`];
  return {
    severity: "error",
    text: [
      `${place} ${cause.what}: ${names.slice(0, FEW).join(", ")}${more}`,
      ...words,
      `  fix: ${cause.fix(place)}`,
    ].join("\n"),
    urn: null,
  };
}

/** By the plugin that asks it: the names by which the config knows the vendors. */
function placeOf(urn: string): string {
  const plugin = /(?:^|\$|::)(\w+):[^$:]*[:/][^$]*$/.exec(urn.split("::").at(-2) ?? "")?.[1] ?? "the API";
  return plugin === "proxmoxve" ? "proxmox" : plugin;
}

function firstLine(text: string): string {
  return (
    text
      .replace(/^Preview failed: /, "")
      .trim()
      .split("\n")[0]
      ?.slice(0, 300) ?? ""
  );
}

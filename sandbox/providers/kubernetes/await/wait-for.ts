import { Refusal } from "../../framework/refusal.ts";
import type { Properties } from "../../framework/value.ts";
import { conditionOf } from "./conditions.ts";
import { jsonPath } from "./json-path.ts";
import { type Rule, ready, waiting } from "./rule.ts";

type Wish = (object: Properties) => boolean;

/** What a program asks to be waited for, in the words of `kubectl wait --for`: one, or a JSON list of which all count. */
export function ruleOfAnnotation(text: string): Rule {
  const wishes = textsOf(text).map((each) => ({ text: each, isMet: wishOf(each) }));
  return {
    judge(object) {
      const open = wishes.filter(({ isMet }) => !isMet(object));
      return open.length === 0 ? ready : waiting(`waiting for ${open.map((each) => each.text).join(", ")}`);
    },
  };
}

function textsOf(text: string): string[] {
  const list = /^\s*\[/.test(text) ? listOf(text) : [text];
  if (list.length === 0) throw refused(text);
  return list;
}

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((each) => typeof each === "string")) return list;
  } catch {}
  throw refused(text);
}

function wishOf(text: string): Wish {
  const [, type, status = "True"] = /^condition=([^=]+)(?:=(.+))?$/.exec(text) ?? [];
  if (type !== undefined)
    return (object) => String(conditionOf(object, type)?.status).toLowerCase() === status.toLowerCase();
  const [, path, value] = /^jsonpath=(\{[^}]*\}|[^=]+)(?:=(.*))?$/.exec(text) ?? [];
  if (path === undefined) throw refused(text);
  const find = jsonPath(path);
  return (object) => {
    const found = find(object);
    return value === undefined ? found.length > 0 : found.some((each) => String(each) === value);
  };
}

function refused(text: string): Refusal {
  return new Refusal(
    `the annotation pulumi.com/waitFor cannot be "${text}": it takes "condition=Ready", "jsonpath={.status.phase}=Running", or a JSON list of such`,
  );
}

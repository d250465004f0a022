import type { JsonObject } from "../http/json.ts";
import { number, object, text } from "./reading.ts";

const budgets: Record<string, number> = {
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 32_768,
  max: 32_768,
};

const smallestBudget = 1_024;

/**
 * Claude from 4.6 on takes an effort and thinks as much as it needs; from 4.7 on it refuses a budget. Older ones, and
 * other servers that speak Anthropic's API, know only the budget.
 */
function takesEffort(model: string): boolean {
  return /claude-/.test(model) && !older.test(model);
}

const older = /claude-(?:[23]|instant|[a-z]+-4(?:-[0-5])?(?:-\d{8})?$)/;

/** Those that think by effort alone refuse `temperature` and `top_p` as well. */
export function takesSampling(model: string): boolean {
  return !takesEffort(model) || /claude-[a-z]+-4-6/.test(model);
}

/** OpenAI's `reasoning_effort` in Anthropic's words: `thinking` and, for newer models, `output_config.effort`. */
export function thinkingFor(model: string, effort: string, maxTokens: number): JsonObject {
  const budget = budgets[effort];
  // `none` too: newer models refuse to be told that they shall not think.
  if (budget === undefined) return {};
  if (takesEffort(model)) {
    return { thinking: { type: "adaptive" }, effort: effort === "minimal" ? "low" : effort };
  }
  // The budget counts within `max_tokens`, and something must be left to answer with.
  const fitting = Math.min(budget, Math.floor(maxTokens * 0.8));
  return fitting < smallestBudget ? {} : { thinking: { type: "enabled", budget_tokens: fitting } };
}

/** The other way: how hard an Anthropic client wants the model to think, as OpenAI's word for it. */
export function effortOf(body: JsonObject): string | undefined {
  const thinking = object(body.thinking);
  const effort = text(object(body.output_config)?.effort) || undefined;
  if (thinking?.type === "disabled") return "none";
  if (effort) return effort;
  const budget = number(thinking?.budget_tokens);
  if (budget === undefined) return undefined;
  if (budget <= 2_048) return "low";
  return budget <= 8_192 ? "medium" : "high";
}

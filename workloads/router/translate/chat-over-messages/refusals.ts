import type { JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";

/** What changes the answer and has no counterpart at Anthropic. `seed` is not here: a best effort, says OpenAI itself. */
export function refuseUnsayable(body: JsonObject): void {
  if (typeof body.n === "number" && body.n > 1) {
    throw cannot(
      "n",
      "Anthropic's API gives one answer a request. Ask several times, or choose another model.",
    );
  }
  if (body.logprobs === true || body.top_logprobs) {
    throw cannot(
      "logprobs",
      "Anthropic's API tells no log probabilities. Leave it out, or choose another model.",
    );
  }
  for (const field of ["frequency_penalty", "presence_penalty"]) {
    if (body[field])
      throw cannot(field, "Anthropic's API has no penalties. Leave it out, or choose another model.");
  }
  if (body.logit_bias && Object.keys(body.logit_bias).length > 0) {
    throw cannot("logit_bias", "Anthropic's API has no logit bias. Leave it out, or choose another model.");
  }
  if (Array.isArray(body.modalities) && body.modalities.includes("audio")) {
    throw cannot("modalities", "Anthropic's models answer in text alone. Choose a model that speaks.");
  }
  if (body.functions || body.function_call) {
    throw cannot("functions", "The old form of tools is not translated. Use `tools` and `tool_choice`.");
  }
  if (body.web_search_options) {
    throw cannot("web_search_options", "OpenAI's own search runs at OpenAI alone. Leave it out.");
  }
}

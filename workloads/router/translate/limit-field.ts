/**
 * Every server knows `max_tokens`, and many of those that people run at home know nothing else. OpenAI's own newer models
 * are the exception: they refuse it.
 */
export function limitField(model: string): "max_tokens" | "max_completion_tokens" {
  return /^(?:openai\/)?(?:o\d|gpt-[5-9])/.test(model) ? "max_completion_tokens" : "max_tokens";
}

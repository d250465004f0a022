/**
 * What is asked of the upstream, through any gateway.
 * @typedef {object} Ask
 * @property {number} [events] tokens of a stream; without it, the answer is JSON in one piece
 * @property {number} [pace] milliseconds between two tokens
 * @property {number} [delay] milliseconds before the upstream answers
 * @property {number} [padding] bytes that the prompt has besides
 */

/**
 * @param {string} model
 * @param {Ask} ask
 */
export function bodyFor(model, { events, pace, delay, padding = 0 }) {
  const content = `bench ${JSON.stringify({ events, pace, delay })} ${"x".repeat(padding)}`;
  const stream = events !== undefined && { stream: true };
  return JSON.stringify({ model, ...stream, messages: [{ role: "user", content }] });
}

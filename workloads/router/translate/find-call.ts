/** A call of a tool as the server's stream names it. */
export interface NamedCall {
  /** As the server numbers it; some number none. */
  at: number | undefined;
  /** Empty where none was given yet. */
  id: string;
}

/**
 * The call that a piece belongs to, if it is known. Another id is another call, even under the same number: Ollama and
 * z.ai have numbered all of them zero. And the same id under another number is another one, too.
 */
export function findCall<Call extends NamedCall>(
  calls: readonly Call[],
  at: number | undefined,
  id: string,
): Call | undefined {
  const sameNumber = calls.filter((call) => at === undefined || call.at === at);
  if (!id) return sameNumber.at(-1);
  return sameNumber.find((call) => call.id === id) ?? sameNumber.find((call) => call.id === "");
}

import { type Check, TOPICS } from "./check.ts";

/** Whether a word means a check: its topic, its place, its service, or the beginning of its id. */
export function isMeant({ id, topic, place, service }: Check, word: string): boolean {
  return topic === word || place === word || service === word || id === word || id.startsWith(`${word}/`);
}

/** Every word that means one. */
export function wordsIn(checks: Check[]): string[] {
  const said = checks.flatMap(({ place, service }) => [place, service ?? ""]);
  const topics = TOPICS.filter((topic) => checks.some((check) => check.topic === topic));
  return [...new Set([...topics, ...said])].filter(Boolean);
}

/**
 * What a system message in mid-conversation becomes. Moved to the front it would lose its place and the cached prompt;
 * left as it is, older Claudes and the chat templates of many local models refuse the whole request.
 */
export function systemNote(text: string): string {
  return `<system>\n${text}\n</system>`;
}

/** By it a comment is known as ours, and as that of one run: of two jobs the later one's stays. */
export interface Mark {
  run: number;
}

const MARK = /<!-- homelab-preview run=(\d+) -->/;

export function marked(body: string, { run }: Mark): string {
  return `<!-- homelab-preview run=${run} -->\n${body}`;
}

export function markIn(body: string): Mark | undefined {
  const [, run] = MARK.exec(body) ?? [];
  return run === undefined ? undefined : { run: Number(run) };
}

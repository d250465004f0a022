import type { Comment, PullRequest } from "./forge/forge.ts";
import { type Mark, marked, markIn } from "./marker.ts";

export type Upserted = "written" | "written anew" | "closed" | "outrun";

export const SAID: Record<Upserted, string> = {
  written: "the comment is written",
  "written anew": "the comment is written anew",
  closed: "it was closed meanwhile: no comment is written",
  outrun: "a later run has written its comment already, which stays",
};

/** One comment of each kind for a pull request, whatever jobs run: the one of the latest run, where the first one stood. */
export async function upsert(pull: PullRequest, body: string, mark: Mark): Promise<Upserted> {
  if (!(await pull.isOpen())) return "closed";
  const [first, ...others] = await ours(pull, mark);
  if (!first) {
    await pull.create(marked(body, mark));
    // Another job may have found none at the same moment.
    return (await ours(pull, mark)).length > 1 ? upsert(pull, body, mark) : "written";
  }
  const latest = Math.max(...[first, ...others].map(({ run }) => run));
  const winner = [first, ...others].find(({ run }) => run === latest) ?? first;
  const isOutrun = latest > mark.run;
  if (!isOutrun) await pull.update(first.id, marked(body, mark));
  else if (winner !== first) await pull.update(first.id, winner.body);
  for (const { id } of others) await pull.remove(id);
  return isOutrun ? "outrun" : "written anew";
}

async function ours(pull: PullRequest, { about }: Mark): Promise<(Comment & Mark)[]> {
  const [self, comments] = await Promise.all([pull.self(), pull.comments()]);
  return comments.flatMap((comment) => {
    const mark = comment.author === self ? markIn(comment.body) : undefined;
    return mark?.about === about ? [{ ...comment, ...mark }] : [];
  });
}

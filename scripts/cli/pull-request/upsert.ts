import type { Comment, PullRequest } from "./forge/forge.ts";
import { type Mark, marked, markIn } from "./marker.ts";

export type Upserted = "written" | "written anew" | "closed" | "outrun";

/** One comment for each pull request, whatever jobs run: the one of the latest run, where the first one stood. */
export async function upsert(pull: PullRequest, body: string, mark: Mark): Promise<Upserted> {
  if (!(await pull.isOpen())) return "closed";
  const [first, ...others] = await ours(pull);
  if (!first) {
    await pull.create(marked(body, mark));
    // Another job may have found none at the same moment.
    return (await ours(pull)).length > 1 ? upsert(pull, body, mark) : "written";
  }
  const latest = Math.max(...[first, ...others].map(({ run }) => run));
  const winner = [first, ...others].find(({ run }) => run === latest) ?? first;
  const isOutrun = latest > mark.run;
  if (!isOutrun) await pull.update(first.id, marked(body, mark));
  else if (winner !== first) await pull.update(first.id, winner.body);
  for (const { id } of others) await pull.remove(id);
  return isOutrun ? "outrun" : "written anew";
}

async function ours(pull: PullRequest): Promise<(Comment & Mark)[]> {
  const [self, comments] = await Promise.all([pull.self(), pull.comments()]);
  return comments.flatMap((comment) => {
    const mark = comment.author === self ? markIn(comment.body) : undefined;
    return mark ? [{ ...comment, ...mark }] : [];
  });
}

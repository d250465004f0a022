import { join } from "node:path";
import { type Log, PeerProblem } from "../kit/index.ts";
import { type Forge, MARK, type Project } from "./forges/index.ts";
import { Copy, GitProblem, type Remote } from "./git.ts";
import type { GitHub, Repository } from "./github.ts";
import { copyLfs, type Pointer, pointerIn } from "./lfs.ts";
import { planRefs, type RefPlan, type Refs } from "./refs.ts";
import { type Entry, nothing, type Report } from "./report.ts";

export interface MirrorOptions {
  github: GitHub;
  forge: Forge;
  owners: readonly string[];
  source: Remote;
  target: Remote;
  prefix: string;
  cache: string;
  log: Log;
}

/** Copies all repositories of all owners, and says of each how it went. What fails keeps no other from being copied. */
export async function mirror(options: MirrorOptions, now = new Date()): Promise<Report> {
  const repositories: Entry[] = [];
  const begun = performance.now();
  for (const owner of options.owners) repositories.push(...(await mirrorOwner(owner, options, now)));
  return {
    began: now.toISOString(),
    seconds: Math.round((performance.now() - begun) / 1_000),
    repositories,
  };
}

async function mirrorOwner(owner: string, options: MirrorOptions, now: Date): Promise<Entry[]> {
  const { github, forge, prefix, log } = options;
  const group = `${prefix}${owner.toLowerCase()}`;
  const entries: Entry[] = [];
  try {
    const repositories = await github.repositoriesOf(owner);
    const projects = await forge.open(group);
    for (const repository of repositories) {
      const entry = await tried(owner, repository.name, () =>
        mirrorOne(repository, group, projects, options, now),
      );
      log.info(
        { repository: `${owner}/${repository.name}`, outcome: entry.outcome, problem: entry.problem },
        "repository",
      );
      entries.push(entry);
    }
    entries.push(...(await archiveGone(owner, repositories, projects, forge)));
  } catch (error) {
    entries.push(failed(owner, undefined, error));
  }
  return entries;
}

/** What GitHub lists no more can be read, and not written: with all that it had. */
async function archiveGone(
  owner: string,
  repositories: readonly Repository[],
  projects: readonly Project[],
  forge: Forge,
): Promise<Entry[]> {
  const paths = new Set(repositories.map(({ name }) => pathOf(name)));
  const gone = projects.filter(({ path, isArchived }) => !paths.has(path.toLowerCase()) && !isArchived);
  if (gone.length > 0 && repositories.length === 0)
    throw new PeerProblem(
      `GitHub lists nothing of ${owner}, of whom there are ${gone.length} copies: they stay as they are. Does the token still see them?`,
    );
  const entries: Entry[] = [];
  for (const project of gone)
    entries.push(
      await tried(owner, project.path, async () => {
        await forge.archive(project, true);
        return { owner, name: project.path, outcome: "archived", ...nothing };
      }),
    );
  return entries;
}

async function tried(owner: string, name: string, work: () => Promise<Entry>): Promise<Entry> {
  try {
    return await work();
  } catch (error) {
    return failed(owner, name, error);
  }
}

function failed(owner: string, name: string | undefined, error: unknown): Entry {
  if (!(error instanceof PeerProblem || error instanceof GitProblem)) throw error;
  return { owner, ...(name && { name }), outcome: "failed", ...nothing, problem: error.message };
}

async function mirrorOne(
  { owner, name, defaultBranch, description }: Repository,
  group: string,
  projects: readonly Project[],
  { forge, source, target, cache }: MirrorOptions,
  now: Date,
): Promise<Entry> {
  const path = pathOf(name);
  const known = projects.find((each) => each.path.toLowerCase() === path);
  const project =
    known ??
    (await forge.create(group, path, `${MARK}${owner}/${name}. ${description}`.trim().slice(0, 250)));
  if (project.isArchived) await forge.archive(project, false);

  const from = `${source.base.replace(/\/$/, "")}/${owner}/${name}.git`;
  const copy = await Copy.at(join(cache, owner, `${name}.git`), [source, target]);
  const [there, here] = [await copy.refsAt(from), await copy.refsAt(project.url)];
  const plan = await planned(copy, there, here, {
    from,
    to: project.url,
    today: now.toISOString().slice(0, 10),
  });
  const isSame = plan.pushed.length + plan.removed.length + plan.kept.length === 0;
  const isShown = !there.has(`refs/heads/${defaultBranch}`) || project.defaultBranch === defaultBranch;
  if (isSame && isShown) return { owner, name, outcome: "unchanged", ...nothing };

  // Before the branches that speak of them: what is missing then is missed, and tried again the next time.
  const lfs = await copyLfs(await pointersOf(copy, plan, here), {
    from: { who: "GitHub", url: from, token: source.token },
    to: { who: forge.name, url: project.url, token: target.token },
    folder: join(cache, "lfs"),
  });
  const shown = `refs/heads/${project.defaultBranch}`;
  await copy.push(
    project.url,
    plan.kept.map(({ as, sha }) => ({ ref: as, sha })),
  );
  // The one that people see first can only go when they see another one.
  await copy.push(
    project.url,
    plan.removed.filter((ref) => ref !== shown).map((ref) => ({ ref })),
  );
  await copy.push(project.url, plan.pushed);
  if (there.has(`refs/heads/${defaultBranch}`)) await forge.show(project, defaultBranch);
  if (plan.removed.includes(shown)) await copy.push(project.url, [{ ref: shown }]);
  const kept = plan.kept.map(({ ref, as, because }) => ({ ref, as, because }));
  return { owner, name, outcome: "copied", pushed: plan.pushed.length, kept, lfs };
}

async function planned(
  copy: Copy,
  there: Refs,
  here: Refs,
  { from, to, today }: { from: string; to: string; today: string },
): Promise<RefPlan> {
  const changed = [...here].filter(([ref, sha]) => there.get(ref) !== sha);
  const isNew = [...there].some(([ref, sha]) => here.get(ref) !== sha);
  if (isNew) await copy.fetchAll(from);
  const old = new Map<string, { ref: string; sha: string }>();
  for (const [ref, sha] of changed)
    if (!ref.includes("/archived/") && !(await copy.has(sha))) old.set(sha, { ref, sha });
  await copy.fetchOld(to, [...old.values()]);
  const contained = new Set<string>();
  for (const [ref, sha] of changed) {
    const newer = there.get(ref);
    if (newer && (await copy.contains(newer, sha))) contained.add(`${newer} ${sha}`);
  }
  return planRefs({
    source: there,
    target: here,
    contains: (whole, part) => contained.has(`${whole} ${part}`),
    today,
  });
}

async function pointersOf(copy: Copy, { pushed }: RefPlan, here: Refs): Promise<Pointer[]> {
  if (pushed.length === 0) return [];
  const pointers = new Map<string, Pointer>();
  for await (const text of copy.smallFiles(
    pushed.map(({ sha }) => sha),
    [...here.values()],
  )) {
    const pointer = pointerIn(text);
    if (pointer) pointers.set(pointer.oid, pointer);
  }
  return [...pointers.values()];
}

/** What GitHub allows to begin with a dot, others do not; and they tell no letters apart by their size. */
function pathOf(name: string): string {
  return name.replace(/^\.+/, "dot-").toLowerCase();
}

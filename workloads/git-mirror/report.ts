import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How it went with one repository, or with the list of an owner's, which has no name. */
export interface Entry {
  owner: string;
  name?: string;
  outcome: "copied" | "unchanged" | "archived" | "failed";
  pushed: number;
  /** What the source has no more, and where it is found. */
  kept: { ref: string; as: string; because: "deleted" | "rewritten" }[];
  lfs: { count: number; bytes: number };
  problem?: string;
}

export interface Report {
  began: string;
  seconds: number;
  repositories: Entry[];
}

export const nothing = { pushed: 0, kept: [], lfs: { count: 0, bytes: 0 } };

export function textOf({ repositories, seconds }: Report): string {
  const lines = repositories.map(({ owner, name, outcome, pushed, kept, lfs, problem }) => {
    const facts = [
      pushed > 0 && `${pushed} pushed`,
      lfs.count > 0 && `${lfs.count} of LFS (${lfs.bytes} bytes)`,
      ...kept.map(({ ref, as, because }) => `${ref} ${because}, kept as ${as}`),
      problem,
    ].filter((fact) => fact);
    return `${outcome.padEnd(9)} ${name ? `${owner}/${name}` : owner}${facts.length > 0 ? `: ${facts.join("; ")}` : ""}`;
  });
  return [...lines, `${repositories.length} in ${seconds} s`, ""].join("\n");
}

/** In Prometheus' form of text; what is not counted is told as none. */
export function metricsOf({ began, seconds, repositories }: Report): string {
  const outcomes = ["copied", "unchanged", "archived", "failed"] as const;
  const count = (outcome: string) => repositories.filter((each) => each.outcome === outcome).length;
  const isWhole = count("failed") === 0;
  return [
    "# HELP git_mirror_repositories Repositories of the last run, by how it went.",
    "# TYPE git_mirror_repositories gauge",
    ...outcomes.map((outcome) => `git_mirror_repositories{outcome="${outcome}"} ${count(outcome)}`),
    "# HELP git_mirror_kept_refs Branches and tags that the source has no more, of the last run.",
    "# TYPE git_mirror_kept_refs gauge",
    `git_mirror_kept_refs ${repositories.reduce((sum, { kept }) => sum + kept.length, 0)}`,
    "# HELP git_mirror_lfs_bytes Bytes of LFS that the last run copied.",
    "# TYPE git_mirror_lfs_bytes gauge",
    `git_mirror_lfs_bytes ${repositories.reduce((sum, { lfs }) => sum + lfs.bytes, 0)}`,
    "# HELP git_mirror_last_run_timestamp_seconds When the last run began, and whether all of it went well.",
    "# TYPE git_mirror_last_run_timestamp_seconds gauge",
    `git_mirror_last_run_timestamp_seconds{whole="${isWhole}"} ${Date.parse(began) / 1_000}`,
    "# HELP git_mirror_duration_seconds How long the last run took.",
    "# TYPE git_mirror_duration_seconds gauge",
    `git_mirror_duration_seconds ${seconds}`,
    "",
  ].join("\n");
}

/** Whoever reads it meanwhile reads the old one or the new one, and never a half. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

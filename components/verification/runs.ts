import { Cron } from "croner";
import { type Finding, failed, ok, unseen } from "./check.ts";
import type { KubeObject } from "./kinds.ts";

export interface CronJob extends KubeObject {
  spec?: { suspend?: boolean; schedule?: string };
  status?: { lastSuccessfulTime?: string };
}

/**
 * Whether what runs by the clock has done its work. One time may pass without it, for it may be at work just now, or its
 * cluster may keep another clock: the one before may not.
 */
export function runsInTime(live: CronJob | undefined, stack: string, now: Date): Finding {
  if (!live) return failed("there is no such CronJob", `npx lab up ${stack}`);
  const { name, namespace, creationTimestamp } = live.metadata;
  if (live.spec?.suspend)
    return failed(
      "is suspended",
      `kubectl -n ${namespace} patch cronjob ${name} -p '{"spec":{"suspend":false}}'`,
    );
  const clock = new Cron(live.spec?.schedule ?? "", { paused: true, timezone: "UTC" });
  const before = clock.previousRuns(2, now)[1];
  const last = live.status?.lastSuccessfulTime;
  if (last && before && new Date(last) >= before) return ok(`succeeded ${ago(last, now)}`);
  const since = last ?? creationTimestamp;
  if (!last && (!before || !since || new Date(since) > before))
    return unseen("has not run yet: its first time is still to come");
  return failed(
    last ? `succeeded ${ago(last, now)} for the last time` : `has never succeeded, since ${since}`,
    `kubectl -n ${namespace} create job --from=cronjob/${name} ${name}-by-hand, and read what it says`,
  );
}

function ago(time: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(time)) / 60_000);
  if (minutes < 120) return `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}

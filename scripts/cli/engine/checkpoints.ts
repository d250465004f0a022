/** From here on the state file, which is written whole at every step, takes most of an update's time. */
const MANY = 100;

const AT_EVERY_STEP = { PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true" };

/**
 * What the engine is told of how often to write the state in the sandbox. It writes all of it at each step, which makes
 * an update quadratic: one of many resources is written at its end instead, also where it was interrupted. Only there:
 * an engine that is killed has then forgotten what it made, and a sandbox can be reset.
 */
export const AT_THE_END = { ...AT_EVERY_STEP, PULUMI_SKIP_CHECKPOINTS: "true" };

export function checkpointsFor(changes: number): Record<string, string> {
  return changes > MANY ? AT_THE_END : AT_EVERY_STEP;
}

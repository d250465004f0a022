/** Whether a day lies behind us: the last day still counts. Apart from the schema, which a policy must not wait for. */
export function isOver({ until }: { until: string }, today: Date): boolean {
  return until < today.toISOString().slice(0, 10);
}

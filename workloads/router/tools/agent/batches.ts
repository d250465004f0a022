/**
 * Which calls of a step may run at once. A model that writes a file and commits it in one breath means the one before the
 * other: calls that change something run alone, after all before them.
 */
export function batches<Call extends { name: string }>(
  calls: readonly Call[],
  { changes }: { changes(name: string): boolean },
): Call[][] {
  const result: Call[][] = [];
  let open = false;
  for (const call of calls) {
    const alone = changes(call.name);
    if (open && !alone) result.at(-1)?.push(call);
    else result.push([call]);
    open = !alone;
  }
  return result;
}

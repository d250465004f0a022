/** Yields what is told while some work goes on, and at least `every` milliseconds the word `idle`; returns its result. */
export async function* during<Told, T>(
  work: (tell: (told: Told) => void) => Promise<T>,
  { every, idle }: { every: number; idle: () => Told },
): AsyncGenerator<Told, T> {
  let waiting: Told[] = [];
  let wake = () => {};
  let over = false;
  const result = work((told) => {
    waiting.push(told);
    wake();
  }).finally(() => {
    over = true;
    wake();
  });
  // Seen to below; without this, a failure before that would end the process.
  result.catch(() => undefined);
  while (!over || waiting.length > 0) {
    if (waiting.length === 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(() => {
          waiting.push(idle());
          resolve();
        }, every);
      });
      clearTimeout(timer);
    }
    const told = waiting;
    waiting = [];
    yield* told;
  }
  return result;
}

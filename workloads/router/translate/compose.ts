import type { StreamEvent, Translation } from "./translation.ts";

/** Two translations as one: the client speaks the outer's API, the provider the inner's, and both meet in between. */
export function compose(outer: Translation, inner: Translation): Translation {
  return {
    path: inner.path,
    request: (body) => inner.request(outer.request(body)),
    response: (answer, asked) => outer.response(inner.response(answer, outer.request(asked)), asked),
    stream(asked) {
      const first = inner.stream(outer.request(asked));
      const second = outer.stream(asked);
      const through = (events: StreamEvent[]) => events.flatMap((event) => second.push(event));
      return {
        push: (event) => through(first.push(event)),
        end: () => [...through(first.end()), ...second.end()],
      };
    },
  };
}

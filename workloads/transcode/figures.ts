import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export type Figures = ReturnType<typeof figuresIn>;

const HOUR = 3600;

export function figuresIn(registry: Registry) {
  const registers = [registry];
  return {
    films: new Counter({
      name: "transcode_films_total",
      help: "Films that were worked on, by what became of them.",
      labelNames: ["outcome"],
      registers,
    }),
    seconds: new Histogram({
      name: "transcode_film_seconds",
      help: "Time spent on a film.",
      buckets: [60, 300, 900, HOUR, 3 * HOUR, 12 * HOUR],
      registers,
    }),
    progress: new Gauge({
      name: "transcode_progress_ratio",
      help: "How much is done of the film that this worker is at; 0 while it is at none.",
      registers,
    }),
    queue: new Gauge({
      name: "transcode_queue_films",
      help: "Films in the folder, those that failed too.",
      registers,
    }),
    free: new Gauge({
      name: "transcode_free_bytes",
      help: "What is free on the disk of the results.",
      registers,
    }),
  };
}

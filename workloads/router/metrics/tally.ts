/** How often values fell below each bound. One of prom-client's own would hash its labels at every value. */
export class Tally {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  add(value: number): void {
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  /** As Prometheus reads a histogram: each bucket holds those below it too. */
  values(name: string, labels: Labels): Value[] {
    let sum = 0;
    const buckets = [...this.#bounds, "+Inf"].map((le, index) => {
      sum += this.#counts[index] ?? 0;
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: sum };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: sum },
    ];
  }
}

export type Labels = Record<string, string | number>;

export interface Value {
  metricName?: string;
  labels: Labels;
  value: number;
}

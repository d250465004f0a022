/** The days and months of budgets, in UTC, so that routers in other time zones mean the same ones. */
export const periods = {
  day: {
    startOf: (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()),
    endOf: (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1),
  },
  month: {
    startOf: (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth()),
    endOf: (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1),
  },
} as const;

export type Period = keyof typeof periods;

/** What was spent in the present day or month; begins at nothing when that ends. */
export class Spending {
  readonly #period: Period;
  #endsAt = 0;
  #spent = 0;

  constructor(period: Period) {
    this.#period = period;
  }

  spent(now: number): number {
    this.#turn(now);
    return this.#spent;
  }

  add(amount: number, now: number): void {
    this.#turn(now);
    this.#spent += amount;
  }

  set(amount: number, now: number): void {
    this.#turn(now);
    this.#spent = amount;
  }

  secondsLeft(now: number): number {
    this.#turn(now);
    return Math.ceil((this.#endsAt - now) / 1_000);
  }

  #turn(now: number): void {
    if (now < this.#endsAt) return;
    this.#endsAt = periods[this.#period].endOf(new Date(now));
    this.#spent = 0;
  }
}

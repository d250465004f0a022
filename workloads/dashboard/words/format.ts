import { language, words } from "./index.ts";

const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat(language, { style: "currency", currency: "USD" });
const small = new Intl.NumberFormat(language, {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});
const clock = new Intl.DateTimeFormat(language, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

type Maybe = number | null | undefined;

/** What nobody has measured is no zero. */
function known(value: Maybe, write: (value: number) => string): string {
  return value === null || value === undefined || Number.isNaN(value) ? words.none : write(value);
}

export const count = (value: Maybe) => known(value, (each) => whole.format(each));
export const compact = (value: Maybe) => known(value, (each) => (each < 10_000 ? whole : short).format(each));
export const share = (value: Maybe) => known(value, (each) => percent.format(each));

/** Of millionths of a dollar: a fraction of a cent is not nothing. */
export const money = (value: Maybe) =>
  known(value, (each) => (each > 0 && each < 10_000 ? small : cents).format(each / 1e6));

export const duration = (value: Maybe) =>
  known(value, (ms) => {
    if (ms > 0 && ms < 1) return "<1 ms";
    if (ms < 1_000) return `${whole.format(ms)} ms`;
    if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
    return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
  });

export const speed = (value: Maybe) =>
  known(value, (each) => (each < 10 ? each.toFixed(1) : whole.format(each)));
export const gigabytes = (bytes: Maybe) => known(bytes, (each) => `${(each / 2 ** 30).toFixed(1)} GB`);

export const timeOf = (at: string | number) => clock.format(new Date(at));
export const dayOf = (at: string | number) => day.format(new Date(at));
export const momentOf = (at: string | number) => moment.format(new Date(at));

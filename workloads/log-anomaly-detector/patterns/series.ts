/** How often something is written, window after window (a minute each): what a detector remembers of it. */
export interface Series {
  /** The windows in which it was first and last seen. */
  first: number;
  last: number;
  /** In the last of them. */
  count: number;
  /** In how many windows it was seen. */
  presence: number;
  /** The most in one window, of all blocks of windows that are over; it fades, so that a house may change. */
  peak: number;
  /** The same of the block that is not over, which a rise must not hide behind. */
  rising: number;
  /** The longest that it was silent, in windows; it fades as well. */
  silence: number;
}

/** What rises for longer than this is how it is now. */
const BLOCK = 15;
/** In windows: a week, so that what happens every week is remembered until the next. */
const HALF_LIFE = 7 * 24 * 60;

export function beginSeries(window: number): Series {
  return { first: window, last: window, count: 0, presence: 1, peak: 0, rising: 0, silence: 0 };
}

/** Counts one more. Windows only go forward: what comes late counts to the one that is open. */
export function count(series: Series, window: number): void {
  if (window > series.last) move(series, window);
  series.count++;
  if (series.count > series.rising) series.rising = series.count;
}

function move(series: Series, window: number): void {
  const passed = window - series.last;
  const fade = 0.5 ** (passed / HALF_LIFE);
  series.silence = Math.max(series.silence * fade, passed);
  series.peak *= fade;
  if (blockOf(window) !== blockOf(series.last)) {
    series.peak = Math.max(series.peak, series.rising);
    series.rising = 0;
  }
  series.presence++;
  series.last = window;
  series.count = 0;
}

function blockOf(window: number): number {
  return Math.floor(window / BLOCK);
}

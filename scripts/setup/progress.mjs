const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * @typedef {object} Line
 * @property {(text: string) => void} update what it does now
 * @property {(result: string) => void} done
 * @property {() => void} fail
 */

/**
 * One line for a step, on standard error alone: standard output belongs to the command that follows.
 * Live on a terminal, plain elsewhere. Nothing is shown for a step that never says what it does.
 * @param {string} name
 * @returns {Line}
 */
export function progressLine(name) {
  const out = process.stderr;
  const live = Boolean(out.isTTY) && !process.env.CI;
  const began = performance.now();
  const elapsed = () => humanTime(performance.now() - began);
  const title = name.padEnd(14);
  let doing = "";
  /** @type {NodeJS.Timeout | undefined} */
  let ticking;
  let frame = 0;

  const draw = () => {
    const width = Math.max(20, (out.columns ?? 80) - 1);
    frame = (frame + 1) % frames.length;
    out.write(`\r\x1b[2K${`${frames[frame]} ${title} ${doing}  ${elapsed()}`.slice(0, width)}`);
  };
  const end = (/** @type {string} */ text) => {
    clearInterval(ticking);
    out.write(`${live ? "\r\x1b[2K" : ""}${text}\n`);
  };

  return {
    update(text) {
      if (text === doing) return;
      doing = text;
      if (!live) out.write(`  ${title} ${text} ...\n`);
      else if (!ticking) ticking = setInterval(draw, 100).unref();
    },
    done: (result) => end(`${live ? "✓" : " "} ${title} ${result}  ${elapsed()}`),
    fail: () => end(`${live ? "✗" : " "} ${title} failed  ${elapsed()}`),
  };
}

/** @param {number} ms */
export function humanTime(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
}

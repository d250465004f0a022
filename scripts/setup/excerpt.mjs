const most = 16;

/**
 * What a program said, set apart from what we say: its first words and its last, where it said much.
 * @param {string} output
 */
export function excerpt(output) {
  const lines = output
    .trimEnd()
    .split("\n")
    .filter((line) => line.trim());
  const shown = lines.length > most ? [...lines.slice(0, most / 2), "...", ...lines.slice(-most / 2)] : lines;
  return shown.map((line) => `  | ${line}`).join("\n");
}

/** A duration as Go writes it. */
export function isDuration(text: string): boolean {
  return /^(0|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/.test(text);
}

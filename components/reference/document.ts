/** A page or a picture that follows from what is declared. */
export interface Document {
  /** From the root of the checkout. */
  path: string;
  text: string;
}

/** Above each of them: whoever mends a page here would mend it in vain. */
export function notice(source: string): string {
  return `<!-- Written by \`npx lab docs\` from ${source}: change that, and not this. -->`;
}

/** What a person can put right: shown without a stack. */
export class SandboxFault extends Error {
  constructor(what: string, fix: string) {
    super(`${what}\n  fix: ${fix}`);
    this.name = "SandboxFault";
  }
}

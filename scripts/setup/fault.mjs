/** What a person can put right: its message is shown without a stack. */
export class SetupFault extends Error {
  /**
   * @param {string} what
   * @param {string} [fix]
   */
  constructor(what, fix) {
    super(fix ? `${what}\n  ${fix}` : what);
    this.name = "SetupFault";
  }
}

/** How a command ends, so that a script can tell one failure from another. `lab --help` prints this list. */
export const exits = {
  ok: 0,
  failure: 1,
  usage: 2,
  policy: 3,
  locked: 4,
  changes: 5,
  noRoom: 6,
  unwell: 7,
  unseen: 8,
  interrupted: 130,
} as const;

export type Exit = (typeof exits)[keyof typeof exits];

/** An end that a person can do something about: its message is shown as it is, without a stack trace. */
export class Stop extends Error {
  readonly exit: Exit;

  constructor(message: string, exit: Exit = exits.failure) {
    super(message);
    this.name = "Stop";
    this.exit = exit;
  }
}

export const exitHelp = `
Exit codes:
  0    done: nothing to change, or everything applied
  1    failed
  2    wrong usage: an unknown command, option, stack or filter, or a confirmation that was not given
  3    refused by a policy
  4    locked by another update
  5    --expect-no-changes or render --check, and there are changes
  6    a pod that no node has room for
  7    verify, and something is not as it is declared
  8    verify, and something could not be seen that somebody can make visible
  130  interrupted`;

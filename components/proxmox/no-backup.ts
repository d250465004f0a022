/** How a machine says that nobody backs it up, before the reason: for people, and for the policies. */
export const NO_BACKUP = "No backup: ";

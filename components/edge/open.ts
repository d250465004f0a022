/** How the record of a name says that nobody has to sign in there: for people, and for the policies. */
export const OPEN_TO_ALL = ", open to everybody";

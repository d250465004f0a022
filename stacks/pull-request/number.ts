/** Machines that tests of pull requests may have at once: as many addresses and numbers are kept free for them. */
export const PLACES = 20;
const FIRST = 200;

export function stackOf(number: number): string {
  return `pr-${number}`;
}

/** Of which pull request a stack is the test; of none, for those of the house. */
export function pullRequestOf(stack: string): number | undefined {
  const [, number] = /^pr-([1-9]\d{0,8})$/.exec(stack) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Where its machine stands, known before there is one. Two whose numbers are twenty apart want the same place. */
export function placeOf(number: number): { lan: string; sharesWith: (other: number) => boolean } {
  const place = number % PLACES;
  return {
    lan: `192.168.1.${FIRST + place}`,
    sharesWith: (other) => other !== number && other % PLACES === place,
  };
}

/** A mistake that a person can mend, told in words for that person; anything else thrown is a fault of ours. */
export class Refusal extends Error {}

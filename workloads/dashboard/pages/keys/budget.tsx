import { money } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.keys;

/** `spent` in millionths of a dollar, `budget` in dollars, as the router has them. */
export function Budget({ spent, budget }: { spent: number; budget: number | undefined }) {
  if (budget === undefined) return <span>{money(spent)}</span>;
  const told = said.ofBudget(money(spent), money(budget * 1e6));
  return (
    <span className="budget">
      {told}
      <meter min={0} max={Math.max(budget * 1e6, 1)} high={budget * 0.8e6} value={spent} aria-label={told} />
    </span>
  );
}

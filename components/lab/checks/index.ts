import type { Problem } from "../../refusal.ts";
import type { Lab } from "../lab.ts";

/** Everything that relates a service to the lab around it. */
export function checkServices(_lab: Lab, _today: Date): Problem[] {
  return [];
}

export { addNetwork, Entrance, type Somebody } from "./entrance.ts";
export { HOUSE, type Household, householdOf, type Person, readHousehold } from "./household.ts";
export { type Purpose, Seal } from "./seal.ts";

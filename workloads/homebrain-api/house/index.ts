export { type House, type HouseMachine, type HouseService, readHouse } from "./house.ts";
export { type Judged, judge, type Seen, type State, sentence, type Verdict } from "./verdict.ts";

export { type Deed, sentence } from "./action.ts";
export { Actions, type ActionsOptions, type Told } from "./actions.ts";

export { type Query, Store, StoreAway } from "./store.ts";

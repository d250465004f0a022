import type { Hono } from "hono";
import type { Errands } from "../errands.ts";
import type { Papers } from "../papers/index.ts";
import type { Entrance, Household, Seal, Somebody } from "../people/index.ts";
import type { Store } from "../store/index.ts";
import type { Router } from "../talk/index.ts";

export interface PagesOptions {
  household: Household;
  seal: Seal;
  entrance: Entrance;
  store: Store;
  router: Router;
  papers: Papers;
  errands: Errands;
  url: string | undefined;
  now(): Date;
}

/** Rooms, all behind the same door. */
export type Rooms = Hono<Somebody>;

import * as z from "zod";

export const service = z.string().min(1).max(100).describe("Its name, as list_services tells it.");

export const minutes = z.int().min(1).max(10_080).describe("How far back, from now.");

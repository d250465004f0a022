import type { Rule } from "../rule.ts";
import { imageDigest } from "./image-digest.ts";

/** Every rule of the lab. */
export const rules: Rule[] = [imageDigest];

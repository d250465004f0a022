import { z } from "zod";
import { absolutePath, label } from "../units/index.ts";

/** Who says who somebody is (OpenID Connect), and to which paths of its own people come back from there. */
export const signIn = z.strictObject({
  by: label,
  returnTo: z.array(absolutePath).min(1),
});

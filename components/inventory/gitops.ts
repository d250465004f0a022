import { z } from "zod";
import { fault, words } from "../fault.ts";
import { label } from "../units/index.ts";

/** What comes together, after all that is in a wave before it. */
const wave = z.strictObject({
  wave: z.int(),
  about: z.string(),
  /** Services; groups, for those of them that no wave names; and what a cluster has of its own. */
  brings: z.array(label).min(1),
});

/** Where ArgoCD finds what `lab render` has written for a cluster, and in which order it brings it. */
export const gitops = z.strictObject({
  repository: z
    .string()
    .regex(
      /^(https:\/\/|ssh:\/\/|git@)[^\s?#]+$/,
      fault("not a repository of Git", 'write "https://github.com/you/homelab.git" or "git@..."'),
    )
    .refine((said) => !/^\w+:\/\/[^/]*:[^/]*@/.test(said), {
      error: words("holds a password", "give it to ArgoCD as a Secret; this is written into every file"),
    }),
  /** The branch that it follows. */
  revision: z.string().default("main"),
  /** The folder in the repository. */
  folder: z
    .string()
    .regex(
      /^[\w-]+(\/[\w-]+)*$/,
      fault("not the way to a folder", 'write "gitops", as seen from the top of the repository'),
    ),
  /** What no wave brings comes with the last one. */
  waves: z.array(wave).min(1),
});

export type Gitops = z.output<typeof gitops>;

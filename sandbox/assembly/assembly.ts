import type { Lab } from "../../components/lab/index.ts";
import type { ControlPlane } from "../control-plane/index.ts";
import type { Part } from "../parts/index.ts";
import type { Access, Keys } from "../plan/index.ts";

/** A cluster of a lab, and the processes that stand for it. */
export interface SandboxCluster {
  name: string;
  lab: Lab;
  plane: ControlPlane;
}

/** A vendor's API in this sandbox, and what a program needs in its environment to speak to it. */
export interface Api {
  name: string;
  url: string;
  /** Under which name a stack's config says how it is reached, and what it would say. */
  place: string;
  access: Access;
  environment: Record<string, string>;
}

/** The way to switch faults on and off. */
export interface Control {
  url: string;
  token: string;
}

/** All that a sandbox is made of: its files are written, and none of it runs yet. */
export interface Assembly {
  keys: Keys;
  parts: Part[];
  clusters: SandboxCluster[];
  apis: Api[];
  control: Control;
}

import * as pulumi from "@pulumi/pulumi";

/** A thing that is made of other resources. Thin: a planner thinks, and this registers what the planner says. */
export abstract class Component extends pulumi.ComponentResource {
  /** Options of every child: it belongs to this component, and inherits its providers. */
  protected readonly inside: pulumi.CustomResourceOptions = { parent: this };
  readonly #name: string;

  constructor(type: `homelab:${string}:${string}`, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(type, name, {}, opts);
    this.#name = name;
  }

  /** A child's name begins with its parent's: two components of one stack can never claim the same one. */
  protected named(part: string): string {
    return `${this.#name}-${part}`;
  }
}

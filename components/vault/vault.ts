import * as pulumi from "@pulumi/pulumi";
import type { Lab, ResolvedPart, Service } from "../lab/index.ts";
import { refuse } from "../refusal.ts";
import {
  deriveSecret,
  type GivenToken,
  type KeptSecret,
  missingTokens,
  missingTokensOfMachines,
  type OwnSecret,
  ownSecret,
  planSecret,
  type SecretReference,
} from "../secrets/index.ts";

export interface VaultArgs {
  lab: Lab;
  /** From which every generated secret follows. */
  rootSecret: pulumi.Input<string>;
  /** Tokens that others gave us, by the name under which a service asks for them. */
  tokens: Record<string, pulumi.Input<string>>;
}

/** The only place where a secret's name becomes its value; what comes out is marked secret for ever after. */
export class Vault {
  readonly #lab: Lab;
  readonly #root: pulumi.Output<string>;
  readonly #tokens: VaultArgs["tokens"];
  readonly #kept = new Map<string, pulumi.Output<string>>();

  constructor({ lab, rootSecret, tokens }: VaultArgs) {
    this.#lab = lab;
    this.#root = pulumi.secret(rootSecret);
    this.#tokens = tokens;
  }

  /** Refuses with every token that is missing, rather than with the first that is read. */
  demandTokens(services: Service[]): void {
    refuse(missingTokens(services, this.#lab, Object.keys(this.#tokens)));
  }

  /** The same for what machines hold. */
  demandTokensOfMachines(): void {
    refuse(missingTokensOfMachines(this.#lab.inventory, Object.keys(this.#tokens)));
  }

  read(reference: SecretReference): pulumi.Output<string> {
    const source = planSecret(reference, this.#lab);
    if ("derive" in source) return this.#root.apply((root) => deriveSecret(root, source.derive));
    if ("kept" in source) return this.#take(source);
    return this.#given(source);
  }

  /** What belongs to no service is always derived. */
  derive(secret: OwnSecret): pulumi.Output<string> {
    return this.#root.apply((root) => ownSecret(root, this.#lab.name, secret));
  }

  /** Takes what was made. Whoever makes it comes before whoever wants it. */
  keep({ kept }: KeptSecret, secret: pulumi.Input<string>): void {
    this.#kept.set(kept, pulumi.secret(secret));
  }

  /** All that was made, by name: the stack gives it out, so that whoever sets up a machine by hand has it too. */
  get kept(): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(this.#kept);
  }

  /** Text with its secrets filled in. */
  fill(parts: (ResolvedPart | OwnSecret | KeptSecret | GivenToken)[]): pulumi.Output<string> {
    return pulumi.concat(
      ...parts.map((part) => {
        if (typeof part === "string") return part;
        if ("kept" in part) return this.#take(part);
        if ("token" in part) return this.#given(part);
        return "owner" in part ? this.derive(part) : this.read(part);
      }),
    );
  }

  #given({ token: name }: GivenToken): pulumi.Output<string> {
    const token = this.#tokens[name];
    if (token === undefined) throw new Error(`the token ${name} was demanded, and is not there`);
    return pulumi.secret(token);
  }

  #take({ kept }: KeptSecret): pulumi.Output<string> {
    const secret = this.#kept.get(kept);
    if (!secret) throw new Error(`the secret ${kept} is wanted before it is made`);
    return secret;
  }
}

import Cloudflare from "cloudflare";
import { Running } from "../../testing/running.ts";
import { type CloudflareSeed, cloudflare } from "../index.ts";

export const token = "sandbox-token-that-may-do-everything-0001";

/** A Cloudflare with one account and one zone, and the official client of it. */
export class Lab {
  readonly running: Running<CloudflareSeed>;
  readonly client: Cloudflare;
  account = "";
  zone = "";

  private constructor(running: Running<CloudflareSeed>) {
    this.running = running;
    this.client = this.clientWith(token);
  }

  static async open(plan: "free" | "pro" = "free"): Promise<Lab> {
    const seed: CloudflareSeed = {
      account: { name: "Home", team: "dove" },
      zones: [{ name: "example.com", plan }],
      tokens: [{ name: "deploy", value: token }],
    };
    const lab = new Lab(await Running.start(cloudflare, seed));
    for await (const { id } of lab.client.accounts.list()) lab.account = id;
    for await (const { id } of lab.client.zones.list({ name: "example.com" })) lab.zone = id;
    return lab;
  }

  get url(): string {
    return `${this.running.url}/client/v4`;
  }

  clientWith(apiToken: string): Cloudflare {
    return new Cloudflare({ apiToken, baseURL: this.url, maxRetries: 1 });
  }

  close(): Promise<void> {
    return this.running.stop();
  }
}

/** What a refusal says: its status, and the vendor's code and words. */
export async function refusal(
  asked: Promise<unknown>,
): Promise<{ status: number; code: number; message: string }> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof Cloudflare.APIError)) throw error;
    const [first] = error.errors as { code: number; message: string }[];
    return { status: error.status as number, code: first?.code ?? 0, message: first?.message ?? "" };
  }
  throw new Error("it was not refused");
}

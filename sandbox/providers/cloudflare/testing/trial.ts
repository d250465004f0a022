import { Lab, token } from "../../../emulators/cloudflare/testing/lab.ts";
import { Stack } from "../../testing/stack.ts";

/** The real engine, a real program, the stand-in, and an API that keeps what it is told. */
export class Trial {
  readonly stack: Stack;
  readonly lab: Lab;

  private constructor(stack: Stack, lab: Lab) {
    this.stack = stack;
    this.lab = lab;
  }

  static async open(): Promise<Trial> {
    const [stack, lab] = await Promise.all([Stack.open(), Lab.open()]);
    return new Trial(stack, lab);
  }

  /** Replaces the program. It knows a provider's `options`, `accountId` and `zoneId`. */
  program(body: string): void {
    const { lab } = this;
    this.stack.program(`
      const provider = new cloudflare.Provider("cf", { apiToken: pulumi.secret("${token}"), baseUrl: "${lab.url}" });
      const options = { provider };
      const [accountId, zoneId] = ["${lab.account}", "${lab.zone}"];
      ${body}
    `);
  }

  up(...args: string[]) {
    return this.stack.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  preview(...args: string[]) {
    return this.stack.pulumi("preview", "--diff", ...args);
  }

  /** Each record as "name type content", in order. */
  async records(): Promise<string[]> {
    const found: string[] = [];
    for await (const { name, type, content } of this.lab.client.dns.records.list({ zone_id: this.lab.zone }))
      found.push(`${name} ${type} ${content}`);
    return found;
  }

  async close(): Promise<void> {
    this.stack.close();
    await this.lab.close();
  }
}

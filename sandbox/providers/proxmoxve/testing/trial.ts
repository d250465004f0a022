import { Stack } from "../../testing/stack.ts";
import { Lab } from "./lab.ts";

/** The real engine, a real program, and the cluster that it is about. */
export class Trial {
  readonly stack: Stack;
  readonly lab: Lab;

  private constructor(stack: Stack, lab: Lab) {
    this.stack = stack;
    this.lab = lab;
  }

  static async open(): Promise<Trial> {
    const [stack, lab] = await Promise.all([Stack.open(), Lab.start()]);
    return new Trial(stack, lab);
  }

  up(...args: string[]) {
    return this.stack.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  async close(): Promise<void> {
    this.stack.close();
    await this.lab.pve.stop();
  }
}

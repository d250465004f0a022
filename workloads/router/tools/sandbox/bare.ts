import type { Root } from "../roots/index.ts";
import { below } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { environment } from "./environment.ts";
import { find } from "./find.ts";
import { become, identityFor } from "./identity.ts";
import type { Job, Outcome, Sandbox } from "./job.ts";
import { launch } from "./launch.ts";
import { limited } from "./limited.ts";

/** No sandbox, because the owner said so: only the kernel's limits, and a folder to begin in. */
export class Bare implements Sandbox {
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  place({ folder }: Root): string {
    return folder;
  }

  find(program: string): Promise<string> {
    return find(program);
  }

  async problem(): Promise<string | undefined> {
    return undefined;
  }

  async run(job: Job): Promise<Outcome> {
    return job.root.inFolder(job.cwd, async (folder) => {
      const line = [
        ...become(await identityFor(job.root.folder)),
        ...limited(this.#limits, { counted: false }),
        job.program,
        ...job.args,
      ];
      const [command = "", ...args] = line;
      return launch(
        {
          command,
          args,
          env: environment(job.env),
          // By our own number: `self` is somebody else in the child.
          cwd: below(folder).replace("self", String(process.pid)),
          descriptors: [],
        },
        { limits: this.#limits, input: job.input, signal: job.signal },
      );
    });
  }
}

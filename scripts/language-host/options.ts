import { createRequire } from "node:module";
import { join } from "node:path";
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb.js";

/** The `runtime.options` of Pulumi.yaml that concern how Node.js is started. */
export interface RuntimeOptions {
  nodeargs: string[];
  typescript: boolean;
}

/** Every request that concerns a program says which one; the type only does not know. */
export function programInfo(request: { getInfo(): ProgramInfo | undefined }): ProgramInfo {
  const info = request.getInfo();
  if (!info) throw new Error("The engine asked about a program without saying which.");
  return info;
}

export function runtimeOptions(info: ProgramInfo): RuntimeOptions {
  const options = (info.getOptions()?.toJavaScript() ?? {}) as { nodeargs?: string; typescript?: boolean };
  return { nodeargs: splitWords(options.nodeargs ?? ""), typescript: options.typescript ?? true };
}

/** Resolves one of the SDK's entry points as the program itself would. */
export function resolveFrom(directory: string, specifier: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(specifier);
  } catch {
    throw new Error(`${directory} has no @pulumi/pulumi to run with: install its packages (npm ci).`);
  }
}

/** Words as a shell splits them: quotes group, a backslash takes the next character as it is. */
export function splitWords(line: string): string[] {
  const words = line.match(/(?:\\.|"(?:\\.|[^"])*"|'[^']*'|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/\\(.)|"((?:\\.|[^"])*)"|'([^']*)'/g, (_, escaped, double, single) =>
      escaped !== undefined ? escaped : double !== undefined ? double.replace(/\\(.)/g, "$1") : single,
    ),
  );
}

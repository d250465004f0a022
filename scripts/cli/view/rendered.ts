import type { Changes, Left } from "../../../components/gitops/index.ts";

/** What a folder has become. */
export function renderedInWords(folder: string, files: number, { write, remove, changed }: Changes): string {
  const same = files - write.length;
  return [
    `${folder}: ${files} files, ${write.length} written, ${remove.length} removed, ${same} as they were`,
    ...changed.map((path) => `  left: ${path} is rendered no longer, and somebody has changed it`),
  ].join("\n");
}

/** What would change, for whoever checks. */
export function differencesInWords(
  { write, remove, changed }: Changes,
  isThere: (path: string) => boolean,
): string {
  return [
    ...write.map((path) => `${isThere(path) ? "differs" : "missing"}  ${path}`),
    ...[...remove, ...changed].map((path) => `stale    ${path}`),
  ].join("\n");
}

/** What is not in Git, and who brings it in its place. */
export function leftInWords(left: Left[], stack: string): string {
  const ofPulumi: string[] = [];
  const waiting: string[] = [];
  for (const { kind, name, because } of left)
    if (because === "pulumi") ofPulumi.push(`  ${kind} ${name}`);
    else waiting.push(`  ${kind} ${name} (${because.tokens.join(", ")})`);
  if (ofPulumi.length > 0)
    ofPulumi.unshift(`Not in Git: npx lab up ${stack} brings these, and knows them only then.`);
  if (waiting.length > 0) {
    waiting.unshift("Left out until the config has their tokens:");
    waiting.push(
      `  fix: pulumi config set --secret -s ${stack} --path 'homelab:tokens.<name>', and render again`,
    );
  }
  return [...ofPulumi, ...waiting].join("\n");
}

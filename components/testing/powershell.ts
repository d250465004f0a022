import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** PSScriptAnalyzer needs PowerShell itself, which no registry here has: its grammar finds what cannot be read at all. */
export async function complaintsOfPowerShell(text: string): Promise<string[]> {
  const { Parser, Language } = (await import("@vscode/tree-sitter-wasm")).default;
  const grammar = createRequire(import.meta.url).resolve(
    "@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm",
  );
  await Parser.init();
  const parser = new Parser().setLanguage(await Language.load(readFileSync(grammar)));
  const tree = parser.parse(text);
  if (!tree) throw new Error("nothing was read");
  return tree.rootNode
    .descendantsOfType(["ERROR"])
    .concat(tree.rootNode.hasError ? [tree.rootNode] : [])
    .map((node) => `line ${(node?.startPosition.row ?? 0) + 1}`);
}

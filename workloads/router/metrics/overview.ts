import { createHash } from "node:crypto";
import { type Call, type Route, sent } from "../http/index.ts";
import type { Service } from "./service.ts";

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
pre { padding: 1rem; overflow: auto; background: #8882; border-radius: .4rem }
table { border-collapse: collapse; width: 100% }
td { padding: .2rem .6rem .2rem 0; vertical-align: top }
`;

// No script, nothing from elsewhere, and no style but this one.
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'`;

/** One page without scripts. It tells nothing that `/openapi.json` and `/readyz` do not tell. */
export function overview({ request, response, headers }: Call, service: Service): typeof sent {
  const address = `http://${request.headers.host ?? "localhost"}`;
  const because = service.notReady();
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Router</title>
<style>${style}</style>
<h1>Router</h1>
<p>Version ${escaped(service.version)}, ${because.length === 0 ? "ready" : `not ready: ${escaped(because.join("; "))}`}.</p>
<h2>Point a client at it</h2>
<pre>export OPENAI_BASE_URL=${escaped(address)}/v1 OPENAI_API_KEY=your-key
export ANTHROPIC_BASE_URL=${escaped(address)} ANTHROPIC_AUTH_TOKEN=your-key

curl ${escaped(address)}/v1/chat/completions -H "Authorization: Bearer your-key" \\
  -d '{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'</pre>
<h2>What is here</h2>
<table>${service.routes().map(row).join("\n")}</table>
<p>In detail: <a href="/openapi.json">openapi.json</a></p>
</html>
`;
  headers.push("content-type", "text/html; charset=utf-8", "cache-control", "no-store");
  headers.push("content-security-policy", policy, "referrer-policy", "no-referrer");
  response.writeHead(200, headers).end(page);
  return sent;
}

function row({ method, path, summary }: Route): string {
  return `<tr><td>${method}<td><code>${escaped(path)}</code><td>${escaped(summary)}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

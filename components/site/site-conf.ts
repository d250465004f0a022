import { type Part, PROGRAM_FOLDER, partsOf, type Value } from "../service/index.ts";

/** What does not come from the site itself, but from a program behind it: one origin, and nobody else's pages ask. */
export interface Passed {
  /** Its address, without a slash at its end. */
  to: Value;
  /** Shown in the place of the visitor's own key, which then has to be proved before. */
  key?: Value;
  /** An address that answers with 2xx to whoever may pass, by his own key. */
  onceAllowedBy?: Value;
}

export interface SiteSettings {
  port: number;
  /** By their paths, as "/api/": what stands after them is what the program is asked for. */
  passed: Record<string, Passed>;
  /** Paths of programs that this lab does not have, and what those are told who ask for them. */
  missing?: Record<string, string>;
}

/** Nothing from elsewhere, nothing inline, nothing framed: what is shown was written by strangers, models among them. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** How nginx serves a site of ours, as a user that is not root and upon a root that nobody may write. */
export function siteConf({ port, passed, missing = {} }: SiteSettings): { text: Part[] } {
  const head = `pid /tmp/nginx.pid;
worker_processes 1;
error_log stderr warn;
events {
	worker_connections 1024;
}
http {
	access_log off;
	server_tokens off;
${TEMPORARY.map((each) => `\t${each}_temp_path /tmp/${each};\n`).join("")}	types {
		text/html html;
		text/css css;
		text/javascript js;
		image/svg+xml svg;
	}
	gzip on;
	gzip_types text/css text/javascript image/svg+xml;
	gzip_min_length 1000;

	# A file is named after what it holds; only the page itself has to be asked for again.
	map $uri $keep {
		default "no-cache";
		~-[\\w-]+\\.(css|js|svg)$ "public, max-age=31536000, immutable";
	}

	server {
		listen ${port};
		root ${PROGRAM_FOLDER};
${headers(2)}
		# An answer that is made word by word is passed on word by word, however long it takes.
		proxy_buffering off;
		proxy_read_timeout 1h;
		proxy_http_version 1.1;
${asked(2)}		client_max_body_size 1m;
		error_page 502 504 @away;
		location @away {
			default_type application/json;
			return 502 '${told("Whoever should answer does not: it is down, or just starting.")}';
		}
		location = /healthz {
			default_type text/plain;
			return 200 "ok\\n";
		}
		location / {
			try_files $uri /index.html;
			add_header Cache-Control $keep;
${headers(3)}		}
`;
  const locations = Object.entries(passed).flatMap(([path, each], index) => location(path, each, index));
  const absent = Object.entries(missing).map(
    ([path, message]) => `		location ${path} {
			default_type application/json;
			return 404 '${told(message)}';
		}
`,
  );
  return { text: [head, ...locations, ...absent, "\t}\n}\n"] };
}

/** nginx inherits these only where a place adds none of its own. */
function headers(depth: number): string {
  return Object.entries(HEADERS)
    .map(([name, value]) => `${"\t".repeat(depth)}add_header ${name} "${value}" always;\n`)
    .join("");
}

/** Nor these. */
function asked(depth: number): string {
  return ['Connection ""', "Host $proxy_host", "X-Forwarded-For $proxy_add_x_forwarded_for"]
    .map((header) => `${"\t".repeat(depth)}proxy_set_header ${header};\n`)
    .join("");
}

function location(path: string, { to, key, onceAllowedBy }: Passed, index: number): Part[] {
  const gate = `/-gate-${index}`;
  return [
    ...(onceAllowedBy
      ? [
          `		location = ${gate} {
			internal;
			proxy_method GET;
			proxy_pass_request_body off;
			proxy_set_header Content-Length "";
${asked(3)}			proxy_pass `,
          ...partsOf(onceAllowedBy),
          ";\n\t\t}\n",
        ]
      : []),
    `		location ${path} {\n`,
    ...(onceAllowedBy ? [`\t\t\tauth_request ${gate};\n`] : []),
    ...(key ? ['\t\t\tproxy_set_header Authorization "Bearer ', ...partsOf(key), `";\n${asked(3)}`] : []),
    "\t\t\tproxy_pass ",
    ...partsOf(to),
    "/;\n\t\t}\n",
  ];
}

function told(message: string): string {
  return JSON.stringify({ error: { message } }).replaceAll("'", "\\u0027");
}

import { defineService, hostOf, image, type Part, portOf } from "../../../../components/service/index.ts";

/** Who answers what: a browser knows one name. */
const ROUTES = {
  "dify-api": ["/console/api", "/api", "/v1", "/files", "/openapi", "/mcp", "/triggers"],
  "dify-plugin-daemon": ["/e/"],
  "dify-web": ["/"],
};

const locations = Object.entries(ROUTES).flatMap(([service, paths]) =>
  paths.flatMap((path): Part[] => [
    `\t\tlocation ${path} { proxy_pass http://`,
    hostOf(service),
    ":",
    portOf(service),
    "; }\n",
  ]),
);

/** An answer is passed on word by word, however long it takes; a document is as large as it is. */
const server = `pid /tmp/nginx.pid;
events {}
http {
${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `\t${each}_temp_path /tmp/${each};\n`).join("")}\taccess_log off;
	client_max_body_size 0;
	proxy_buffering off;
	proxy_read_timeout 1h;
	proxy_set_header Host $host;
	proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
	server {
		listen 8080;
`;

/** Apps that people put together from models, documents and tools: the door to all of its parts. */
export const dify = defineService({
  name: "dify",
  about: "Apps and agents, put together from models, documents and tools",
  lifecycle: "production",
  image: image(
    "docker.io/library/nginx",
    "1.31.4",
    "sha256:b34848eff6db786b6b1282d3a9c3fd0b5563dfb6d261df4923378b419e0d24f0",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 101,
  command: ["nginx", "-g", "daemon off;"], // the image's entry point would write into what belongs to root
  ports: { http: 8080 },
  files: { "/etc/nginx/nginx.conf": { text: [server, ...locations, "\t}\n}\n"] } },
  health: { opens: "http" },
  resources: { cpu: "50m..500m", memory: "64Mi..256Mi" },
  expose: { lan: true, tailnet: true, public: { access: "admin" } },
});

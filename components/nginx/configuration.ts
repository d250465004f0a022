import { guardOf, hostFor, type Lab, mainPort, type Service } from "../lab/index.ts";
import { FILES } from "./files.ts";
import { servicesBehind } from "./services.ts";

/** Where Docker answers for the names of containers. */
const DOCKER_DNS = "127.0.0.11";

/** The way into what a Docker host runs: a name for each service, by TLS, and to its container by its name. */
export function nginxConf(ingress: Service, lab: Lab): string {
  const services = servicesBehind(ingress, lab);
  return `# The way into what this host runs. Made from its services.
worker_processes auto;
pid /tmp/nginx.pid;
error_log stderr warn;

events {
	worker_connections 1024;
}

http {
	access_log /dev/stdout;
	server_tokens off;
${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `\t${each}_temp_path /tmp/${each};\n`).join("")}
	# A container that is made anew has another address: its name is asked again and again, and may be missing at the start.
	resolver ${DOCKER_DNS} valid=10s ipv6=off;

	map $http_upgrade $connection_upgrade {
		default upgrade;
		"" close;
	}
	limit_req_zone $binary_remote_addr zone=guarded:1m rate=5r/s;
	limit_req_status 429;

	ssl_certificate ${FILES.certificate};
	ssl_certificate_key ${FILES.key};
	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_session_cache shared:tls:1m;

	# Photos, films and models are as large as they are.
	client_max_body_size 0;
	# An answer that is made word by word is passed on word by word, however long it takes.
	proxy_buffering off;
	proxy_request_buffering off;
	proxy_read_timeout 1h;
	proxy_send_timeout 1h;
	proxy_http_version 1.1;
	proxy_set_header Host $host;
	proxy_set_header X-Real-IP $remote_addr;
	proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
	proxy_set_header X-Forwarded-Proto $scheme;
	proxy_set_header Upgrade $http_upgrade;
	proxy_set_header Connection $connection_upgrade;

	server {
		listen ${portOf(ingress, "http")} default_server;
		location = /root.crt {
			default_type application/x-x509-ca-cert;
			alias ${FILES.root};
		}
		location / {
			return 308 https://$host$request_uri;
		}
	}
	# Who asks for a name that is nobody's is told nothing.
	server {
		listen ${portOf(ingress, "https")} ssl default_server;
		ssl_reject_handshake on;
	}
${services.map((service) => server(service, ingress, lab)).join("")}}
`;
}

function server(service: Service, ingress: Service, { inventory }: Lab): string {
  const { name, metrics } = service;
  const isGuarded = guardOf(service) !== undefined;
  // Prometheus asks the container itself: whoever comes for this by name is a person.
  const guarded = metrics && !isGuarded ? [location(`= ${metrics.path}`, true)] : [];
  return `
	server {
		listen ${portOf(ingress, "https")} ssl;
		server_name ${hostFor(service, "lan")}.${inventory.home};
		set $upstream http://${name}:${mainPort(service)?.number};
${[location("/", isGuarded), ...guarded].join("")}	}
`;
}

/** Where nobody but administrators has any business, they show who they are, and nobody guesses for long. */
function location(path: string, isGuarded: boolean): string {
  const guard = `			auth_basic "admin";
			auth_basic_user_file ${FILES.passwords};
			limit_req zone=guarded burst=10 nodelay;
`;
  return `		location ${path} {
${isGuarded ? guard : ""}			proxy_pass $upstream;
		}
`;
}

function portOf({ ports }: Service, name: "http" | "https"): number | undefined {
  return ports[name]?.number;
}

import type { NameServers } from "../inventory/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { image, reference } from "../service/index.ts";
import type { Setup, SetupText } from "../setup/index.ts";
import { BIND_PORT } from "./transfer.ts";

const PIHOLE = image(
  "docker.io/pihole/pihole",
  "2026.07.2",
  "sha256:f7d1be836e3bc608b56d82fc9904f5a831cdfbc0dc9c6d58f94e4c985c70038b",
);

const UNIT = "/etc/systemd/system/pihole.service";
const ENVIRONMENT = "/etc/pihole.env";
const BLOCKLISTS = "/etc/pihole.lists";

/** Of both name servers: what somebody changes on one page is looked for on the other. */
const PASSWORD: OwnSecret = { owner: "dns/pihole", name: "password", length: 24 };

/** Where clients ask: it leads to nowhere what only sells or spies, and hands everything else to the BIND beside it. */
export function piholeSetup({ blocklists }: NameServers, timeZone: string): Partial<Setup> {
  return {
    packages: ["podman"],
    files: {
      [UNIT]: { text: [unit()] },
      [ENVIRONMENT]: { text: environment(timeZone) },
      [BLOCKLISTS]: { text: [`${blocklists.join("\n")}\n`] },
      // Otherwise the resolver of the machine itself sits at the port of the name server.
      "/etc/systemd/resolved.conf.d/pihole.conf": { text: ["[Resolve]\nDNSStubListener=no\n"] },
    },
    commands: [
      "if systemctl is-active --quiet systemd-resolved; then systemctl restart systemd-resolved && ln -sf /run/systemd/resolve/resolv.conf /etc/resolv.conf; fi",
      // Pi-hole reads the lists only where it has no database yet.
      `install -d /etc/pihole && { cmp -s ${BLOCKLISTS} /etc/pihole/lists.declared || { systemctl stop pihole 2>/dev/null || true; rm -f /etc/pihole/gravity.db; cp ${BLOCKLISTS} /etc/pihole/adlists.list; cp ${BLOCKLISTS} /etc/pihole/lists.declared; }; }`,
      "systemctl daemon-reload && systemctl enable pihole",
      restartedIfChanged("pihole", [UNIT, ENVIRONMENT]),
      "systemctl start pihole",
    ],
  };
}

/** The whole house waits while a name server starts anew: it does so only where its files say something else. */
function restartedIfChanged(service: string, files: string[]): string {
  const sum = `sha256sum ${files.join(" ")}`;
  const last = `/run/${service}.sum`;
  return `${sum} | cmp -s - ${last} || { systemctl restart ${service} && ${sum} >${last}; }`;
}

function unit(): string {
  return `[Unit]
Description=Pi-hole, in front of BIND
Wants=network-online.target
After=network-online.target named.service

[Service]
ExecStart=/usr/bin/podman run --replace --rm --name pihole --network host --env-file ${ENVIRONMENT} --volume /etc/pihole:/etc/pihole ${reference(PIHOLE)}
ExecStop=/usr/bin/podman stop --time 10 pihole
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}

/** Pi-hole's own way to be told everything from outside: what stands here, its pages show and cannot change. */
function environment(timeZone: string): SetupText {
  const settings = {
    TZ: timeZone,
    FTLCONF_dns_upstreams: `127.0.0.1#${BIND_PORT}`,
    // It would call every asker a stranger who comes over the tailnet.
    FTLCONF_dns_listeningMode: "ALL",
    // BIND knows the names of our addresses, and validates what comes from the world.
    FTLCONF_dns_bogusPriv: "false",
    FTLCONF_dns_dnssec: "false",
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  return [...lines, "FTLCONF_webserver_api_password=", PASSWORD, "\n"];
}

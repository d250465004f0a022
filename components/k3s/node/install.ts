import { isSpread } from "../../inventory/index.ts";
import type { K3sNode } from "./k3s-node.ts";
import { CONFIG, IDENTITY, OWN_CONFIG } from "./paths.ts";

/** Brings k3s to the release and the settings that are written for a node, as often as it is run. */
export function installScript({ version, node: { role }, cluster }: K3sNode): string {
  const unit = role === "server" ? "k3s" : "k3s-agent";
  return `#!/bin/sh
set -eu
release='${version}'
installer='https://raw.githubusercontent.com/k3s-io/k3s/${encodeURIComponent(version)}/install.sh'
settings=/var/lib/rancher/k3s/settings.sha256
restart=no
${isSpread(cluster.spec) ? takeAddress : ""}${role === "server" ? takeIdentity : ""}
if ! k3s --version 2>/dev/null | grep -qF "version $release "; then
  curl -fsSL --retry 5 "$installer" -o /run/install-k3s.sh
  # It compares what it downloads with the checksums of the release.
  INSTALL_K3S_VERSION="$release" INSTALL_K3S_EXEC=${role} INSTALL_K3S_SKIP_START=true sh /run/install-k3s.sh
  restart=yes
fi

if ! sha256sum --status --check "$settings" 2>/dev/null; then
  restart=yes
fi

if [ "$restart" = yes ] || ! systemctl is-active --quiet ${unit}; then
  # Not waited for: an agent is up only when its server is.
  systemctl restart --no-block ${unit}
fi
install -d -m 0700 /var/lib/rancher/k3s
sha256sum /etc/rancher/k3s/*.yaml ${isSpread(cluster.spec) ? `${OWN_CONFIG} ` : ""}> "$settings"
`;
}

const takeAddress = `
install -d ${CONFIG}.d
address=$(tailscale ip -4)
echo "node-ip: $address" > ${OWN_CONFIG}
`;

const takeIdentity = `
identity=${IDENTITY}
tls=/var/lib/rancher/k3s/server/tls
if [ ! -e "$tls/server-ca.key" ]; then
  install -d -m 0700 "$tls/etcd"
  cp -p "$identity"/tls/*.* "$tls/"
  cp -p "$identity"/tls/etcd/*.* "$tls/etcd/"
elif ! cmp -s "$identity/tls/client-ca.crt" "$tls/client-ca.crt"; then
  # Another generation of the same root: nodes and pods stay as they are.
  if ! k3s certificate rotate-ca --path="$identity"; then
    echo "this server is of a cluster with another identity: it was not changed" >&2
    exit 1
  fi
  restart=yes
fi
`;

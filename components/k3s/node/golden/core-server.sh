#!/usr/bin/env bash
# Makes core-server what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q cifs-utils curl nfs-common open-iscsi

install -d /etc/multipath/conf.d
install -m 0644 /dev/stdin /etc/multipath/conf.d/longhorn.conf <<'END_OF_FILE'
blacklist {
  devnode "^sd[a-z0-9]+"
}
END_OF_FILE

install -d /etc/sysctl.d
install -m 0644 /dev/stdin /etc/sysctl.d/90-k3s.conf <<'END_OF_FILE'
vm.overcommit_memory = 1
vm.panic_on_oom = 0
kernel.panic = 10
kernel.panic_on_oops = 1
fs.inotify.max_user_instances = 8192
fs.inotify.max_user_watches = 524288
END_OF_FILE

install -d /etc/rancher/k3s
install -m 0600 /dev/stdin /etc/rancher/k3s/config.yaml <<'END_OF_FILE'
token: "c2VjcmV0"
agent-token: "c2VjcmV0"
cluster-cidr: 10.42.0.0/16
service-cidr: 10.43.0.0/16
tls-san:
  - core-server
  - core-server.home
  - 192.168.1.20
  - 100.64.0.20
  - core-server.tail1234.ts.net
write-kubeconfig-mode: "0600"
secrets-encryption: true
embedded-registry: true
kube-apiserver-arg:
  - audit-policy-file=/etc/rancher/k3s/audit-policy.yaml
  - audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log
  - audit-log-maxage=30
  - audit-log-maxbackup=10
  - audit-log-maxsize=100
node-name: core-server
node-ip: 192.168.1.20
protect-kernel-defaults: true
kubelet-arg:
  - system-reserved=cpu=500m,memory=2Gi
END_OF_FILE

install -d /etc/rancher/k3s
install -m 0644 /dev/stdin /etc/rancher/k3s/registries.yaml <<'END_OF_FILE'
mirrors:
  "*": {}
END_OF_FILE

install -d /etc/rancher/k3s
install -m 0644 /dev/stdin /etc/rancher/k3s/audit-policy.yaml <<'END_OF_FILE'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages:
  - RequestReceived
rules:
  - level: None
    userGroups:
      - system:nodes
  - level: None
    users:
      - system:kube-scheduler
      - system:kube-controller-manager
    verbs:
      - get
      - list
      - watch
  - level: None
    resources:
      - group: coordination.k8s.io
        resources:
          - leases
  - level: Metadata
    resources:
      - group: ""
        resources:
          - secrets
          - configmaps
          - serviceaccounts/token
  - level: None
    verbs:
      - get
      - list
      - watch
  - level: Metadata
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/server-ca.crt
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/server-ca.key
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/client-ca.crt
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/client-ca.key
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/request-header-ca.crt
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/request-header-ca.key
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls/etcd
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/etcd/peer-ca.crt
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls/etcd
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/etcd/peer-ca.key
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls/etcd
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/etcd/server-ca.crt
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls/etcd
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/etcd/server-ca.key
c2VjcmV0
END_OF_FILE

install -d /etc/rancher/k3s/identity/tls
base64 --decode <<'END_OF_FILE' | install -m 0600 /dev/stdin /etc/rancher/k3s/identity/tls/service.key
c2VjcmV0
END_OF_FILE

install -d /usr/local/sbin
install -m 0755 /dev/stdin /usr/local/sbin/install-k3s <<'END_OF_FILE'
#!/bin/sh
set -eu
release='v1.34.3+k3s1'
installer='https://raw.githubusercontent.com/k3s-io/k3s/v1.34.3%2Bk3s1/install.sh'
settings=/var/lib/rancher/k3s/settings.sha256
restart=no

identity=/etc/rancher/k3s/identity
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

if ! k3s --version 2>/dev/null | grep -qF "version $release "; then
  curl -fsSL --retry 5 "$installer" -o /run/install-k3s.sh
  # It compares what it downloads with the checksums of the release.
  INSTALL_K3S_VERSION="$release" INSTALL_K3S_EXEC=server INSTALL_K3S_SKIP_START=true sh /run/install-k3s.sh
  restart=yes
fi

if ! sha256sum --status --check "$settings" 2>/dev/null; then
  restart=yes
fi

if [ "$restart" = yes ] || ! systemctl is-active --quiet k3s; then
  # Not waited for: an agent is up only when its server is.
  systemctl restart --no-block k3s
fi
install -d -m 0700 /var/lib/rancher/k3s
sha256sum /etc/rancher/k3s/*.yaml > "$settings"
END_OF_FILE

systemctl enable --now iscsid

! systemctl is-active --quiet multipathd || systemctl restart multipathd

sysctl --quiet --system

/usr/local/sbin/install-k3s

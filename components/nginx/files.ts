/** Where nginx finds what it is told. */
export const FILES = {
  configuration: "/etc/nginx/nginx.conf",
  certificate: "/etc/nginx/tls/server.crt",
  key: "/etc/nginx/tls/server.key",
  root: "/etc/nginx/tls/root.crt",
  passwords: "/etc/nginx/passwords",
};

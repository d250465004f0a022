import { lab, service } from "../lab.ts";

export default lab(
  service({
    name: "caddy",
    place: { docker: "desk" },
    provides: "ingress",
    ports: { http: 8080, https: 8443 },
    health: { opens: "https" },
    waive: {
      "writable-root": {
        because: "nginx is told by files, which need a root to lie in",
        until: "2027-01-01",
      },
    },
  }),
  service({
    name: "nginx",
    place: { docker: "desk" },
    provides: "ingress",
    ports: { http: 80, https: 443 },
    health: { opens: "https" },
    waive: {
      "writable-root": {
        because: "nginx is told by files, which need a root to lie in",
        until: "2027-01-01",
      },
    },
  }),
);

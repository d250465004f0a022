import { lab, service } from "../lab.ts";

export default lab(
  service({
    name: "nginx",
    place: { cluster: "core" },
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

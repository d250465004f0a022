import { lab, service } from "../lab.ts";

export default lab(
  service({
    name: "nginx",
    place: { docker: "desk" },
    provides: "ingress",
    ports: { http: 80 },
    health: { opens: "http" },
    waive: {
      "writable-root": {
        because: "nginx is told by files, which need a root to lie in",
        until: "2027-01-01",
      },
    },
  }),
);

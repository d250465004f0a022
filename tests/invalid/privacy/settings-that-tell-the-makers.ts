import { image, lab, service } from "../lab.ts";

const settings = "analytics:\n  reporting_enabled: true\n";

export default lab(
  service({ image: image("docker.io/grafana/loki", "3.7.8"), files: { "/etc/loki/config.yaml": settings } }),
);

import { chartService, image, lab } from "../lab.ts";

export default lab(chartService({ image: image("docker.io/library/web", "1.2.3") }));

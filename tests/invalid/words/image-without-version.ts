import { image, lab, service } from "../lab.ts";

export default lab(service({ image: image("docker.io/library/web", "") }));

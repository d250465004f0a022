import { lab, service } from "../lab.ts";

export default lab(service({ needs: ["redis"] }), service({ name: "redis", place: { cluster: "brain" } }));

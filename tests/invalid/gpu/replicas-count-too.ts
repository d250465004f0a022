import { lab, service } from "../lab.ts";

const onCard = (slices: number) => ({ cluster: "core", node: "core-gpu", gpu: { slices } });

export default lab(service({ workload: { kind: "deployment", replicas: 5 }, place: onCard(1) }));

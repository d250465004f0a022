export { ingressFiles } from "./ingress-files.ts";

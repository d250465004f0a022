import { chartService, lab } from "../lab.ts";

const opener = (name: string) => chartService({ name, namespace: name, provides: "unsealing" });

export default lab(opener("sealed-secrets"), opener("sealed-secrets-2"));

import { chartService, lab } from "../lab.ts";

export default lab(
  chartService({}, { name: "longhorn", values: { defaultSettings: { upgradeChecker: false } } }),
);

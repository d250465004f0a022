import { lab, service } from "../lab.ts";

export default lab(
  service({ env: { OPENAI_BASE_URL: "https://api.openai.com/v1" }, reach: { internet: "news" } }),
);

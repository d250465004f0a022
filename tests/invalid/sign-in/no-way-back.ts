import { connector } from "../../../components/testing/index.ts";
import { lab, service } from "../lab.ts";

export default lab(
  service({ signIn: { by: "who", returnTo: ["/callback"] } }),
  service({ name: "who", provides: "sign-in", expose: { public: { access: "public" } } }),
  connector(),
);

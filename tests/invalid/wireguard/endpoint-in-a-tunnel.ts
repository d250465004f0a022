import { connector } from "../../../components/testing/index.ts";
import { service, wired } from "../lab.ts";

export default wired({}, connector(), service({ name: "home", expose: { public: { access: "admin" } } }));

import { wired } from "../lab.ts";

export default wired({ peers: { phone: { about: "a phone", person: "owner", address: "10.9.0.2" } } });

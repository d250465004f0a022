import { lab, service } from "../lab.ts";

export default lab(service({ program: "greeter", image: undefined, command: ["greet"] }));

import { inventory } from "../lab.ts";

export default inventory({ people: { owner: { groups: ["plex-users"] } } });

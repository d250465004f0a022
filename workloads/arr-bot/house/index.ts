export { type Coming, episodeName, Radarr, Sonarr } from "./arr.ts";
export { People } from "./people.ts";
export { type Kind, MEDIA, REQUEST, Seerr, type Title } from "./seerr.ts";

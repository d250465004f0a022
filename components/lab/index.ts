export { castOf } from "./cast.ts";
export { alertsOf, toldByMachines } from "./derived/index.ts";
export { ENTRANCE, hasEntrance } from "./entrance.ts";
export { possibleHosts } from "./hosts.ts";
export { guardOf, openPorts } from "./ingress.ts";
export { issuersOn, publicNameInside, zonesOf } from "./issuers.ts";
export {
  type Declared,
  houseOf,
  isLive,
  type Lab,
  type LabSpec,
  type Service,
  serviceNamed,
  type Urls,
} from "./lab.ts";
export { type Look, lookAt, lookAtServer, portOfHealth } from "./looks.ts";
export { containersOf, holdsAlone, proxyOf } from "./pods.ts";
export { readLab } from "./read.ts";
export { plainText, type ResolvedPart, resolve } from "./resolve.ts";
export { type Rotations, rotations } from "./rotations.ts";
export { addressName, addressOf, type Route, routeTo, siteOf } from "./route.ts";
export { connectorsOn, publicOn } from "./tunnel.ts";
export { hostFor, lanAddress, mainPort } from "./urls.ts";

export { Catalogue, type LabService, readCatalogue } from "./catalogue.ts";

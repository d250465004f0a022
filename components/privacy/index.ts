export { charts } from "./charts.ts";
export { images } from "./images.ts";
export { MODEL_VENDORS, modelVendorsIn } from "./models.ts";
export { type Discretion, hasSwitches, programIn, type Setting, type Switches } from "./switch.ts";
export { discretionOf, type Told, telltalesOf } from "./telltales.ts";

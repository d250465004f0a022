export { type Api, apis, type FormApi, type JsonApi } from "./apis.ts";
export { errorBody, errorEvent, type Form } from "./errors.ts";
export type { Facts } from "./facts.ts";
export type { InnerAsk, Models } from "./models.ts";
export { formFacts, multipartModel, withMultipartModel } from "./multipart.ts";

import { imagesIn } from "../images.ts";
import type { Rule } from "../rule.ts";

/** Also an id without a name: what Docker has pulled already cannot change any more. */
const PINNED = /(^|@)sha256:[0-9a-f]{64}$/;

export const imageDigest: Rule = {
  name: "image-digest",
  promise: "Every image is pinned by its digest: a tag can be moved to another image, also by a thief.",
  judge: (resource) =>
    imagesIn(resource)
      .filter(({ image }) => !PINNED.test(image))
      .map(({ container, image }) => ({
        what: `${container ? `container ${container}` : "it"} runs ${image}, which is not pinned by a digest`,
        fix: `add the digest that \`docker buildx imagetools inspect ${image.split("@")[0]}\` shows, or waive image-digest where the service is declared`,
      })),
};

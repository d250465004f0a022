import { isObject, type Json, type JsonObject } from "../http/json.ts";

// About what a picture costs at a middling resolution, and a minute of speech: no estimate by bytes comes near.
const tokensPerImage = 1_000;
const tokensPerSound = 1_500;
// A page of a PDF weighs about 50 kB and reads as about 2,000 tokens.
const base64PerToken = 32;
// Braces, quotes and the marks that a chat template puts around a message.
const tokensPerObject = 3;

/** How many tokens a piece of JSON may come to, and what it holds beside text. Nothing is copied or written anew. */
export class Weight {
  images = 0;
  audio = 0;
  #tokens = 0;

  get tokens(): number {
    return Math.ceil(this.#tokens);
  }

  add(value: Json | undefined): void {
    if (typeof value === "string") this.#tokens += textTokens(value);
    else if (Array.isArray(value)) for (const item of value) this.add(item);
    else if (isObject(value)) this.#addObject(value);
    else if (value !== undefined) this.#tokens += 1;
  }

  #addObject(object: JsonObject): void {
    switch (object.type) {
      case "image_url":
      case "input_image":
      case "image":
        this.images += 1;
        this.#tokens += tokensPerImage;
        return;
      case "input_audio":
      case "audio_url":
        this.audio += 1;
        this.#tokens += tokensPerSound;
        return;
    }
    this.#tokens += tokensPerObject;
    for (const key in object) {
      const value = object[key];
      if (typeof value === "string" && isEncoded(key, object)) this.#tokens += value.length / base64PerToken;
      else this.add(value);
      this.#tokens += key.length / 4;
    }
  }
}

/**
 * A quarter of a token for a letter of ASCII. Every byte that UTF-8 needs beyond one a letter adds half a token: that
 * makes 0.75 of a Cyrillic letter and 1.25 of a Chinese one, which is rather too many.
 */
export function textTokens(text: string): number {
  return text.length / 4 + (Buffer.byteLength(text) - text.length) / 2;
}

/** Fields of base64, which no model reads as text. */
function isEncoded(key: string, object: JsonObject): boolean {
  return key === "file_data" || key === "encrypted_content" || (key === "data" && object.type !== "text");
}

import { expect, test } from "vitest";
import { memoryAsk, withoutMemoryAsk } from "./ask.ts";

test("a conversation is named by a header, or by the body in either of OpenAI's forms", () => {
  expect(memoryAsk({ "x-conversation-id": "a" }, { conversation: "b" }).conversation).toBe("a");
  expect(memoryAsk({}, { conversation: "b" }).conversation).toBe("b");
  expect(memoryAsk({}, { conversation: { id: "c" } }).conversation).toBe("c");
  expect(memoryAsk({}, {})).toEqual({ conversation: undefined, previous: undefined, store: false });
});

test("a response is stored only where the client says so", () => {
  expect(memoryAsk({}, { previous_response_id: "resp_1" })).toMatchObject({
    previous: "resp_1",
    store: false,
  });
  expect(memoryAsk({}, { store: true }).store).toBe(true);
  expect(memoryAsk({}, { store: null }).store).toBe(false);
});

test.each([[7], [""], ["a\nb"], [["a"]], ["x".repeat(201)]])(
  "%j is no name, and the answer says what is",
  (name) => {
    expect(() => memoryAsk({}, { conversation: name })).toThrow("conversation must be a text of 1 to 200");
  },
);

test("a provider is not told of conversations that it does not know", () => {
  const body = { model: "m", conversation: "c", previous_response_id: "r", store: true };
  expect(withoutMemoryAsk(body)).toEqual({ model: "m", store: true });
});

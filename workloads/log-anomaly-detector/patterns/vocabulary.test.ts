import fc from "fast-check";
import { expect, test } from "vitest";
import { readLine } from "./line.ts";
import { templateOf } from "./pattern.ts";
import { Vocabulary } from "./vocabulary.ts";

let ids = 0;
const learn = (vocabulary: Vocabulary, line: string) =>
  vocabulary.learn(readLine(line), line, { service: "web", window: 1, id: () => `p${ids++}` });

test("lines that differ in names and numbers are one pattern", () => {
  const vocabulary = new Vocabulary();
  for (const name of ["ann", "bob", "cleo"]) learn(vocabulary, `user ${name} opened album 7 in the browser`);
  expect([...vocabulary].map(templateOf)).toEqual(["user <*> opened album <*> in the browser"]);
});

test("what fails is never one with what does not", () => {
  const vocabulary = new Vocabulary();
  learn(vocabulary, "connection from the browser to the album was accepted");
  expect(learn(vocabulary, "connection from the browser to the album was refused").isNew).toBe(true);
});

test("a service whose lines begin with names has no pattern for each of them", () => {
  const vocabulary = new Vocabulary();
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const one of letters)
    for (const other of letters) learn(vocabulary, `${one}${other} has come to the house`);
  expect(vocabulary.size).toBeLessThan(60);
});

test("a secret is in no pattern, and its line is known all the same", () => {
  const vocabulary = new Vocabulary();
  const { pattern } = learn(vocabulary, "login with password=geheim by ann");
  expect(JSON.stringify(pattern)).not.toContain("geheim");
  expect(learn(vocabulary, "login with password=anders by ann").isNew).toBe(false);
});

test("whatever was written is known when it is written again, also after a restart", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 120 }), { maxLength: 30 }), (lines) => {
      const vocabulary = new Vocabulary();
      for (const line of lines) {
        learn(vocabulary, line);
        expect(learn(vocabulary, line).isNew).toBe(false);
      }
      const restored = new Vocabulary(JSON.parse(JSON.stringify([...vocabulary])));
      for (const line of lines) expect(learn(restored, line).isNew).toBe(false);
    }),
  );
});

test("what was seen longest ago makes room, but never what somebody has judged", () => {
  const vocabulary = new Vocabulary();
  const { pattern } = learn(vocabulary, "first words");
  pattern.verdict = "bad";
  learn(vocabulary, "second thing said here");
  learn(vocabulary, "third one that is said now");
  expect(vocabulary.forget()).toBe(true);
  expect([...vocabulary].map(templateOf)).toEqual(["first words", "third one that is said now"]);
  expect(learn(vocabulary, "second thing said here").isNew).toBe(true);
});

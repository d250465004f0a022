import fc from "fast-check";
import { expect, test } from "vitest";
import { labWith, service } from "../testing/index.ts";
import { around, type Graph, graphOf, mermaidOf, svgOf, within } from "./index.ts";

const lab = labWith(
  service({ name: "web", needs: ["api"] }),
  service({ name: "api", needs: ["db"] }),
  service({ name: "db", expose: { lan: true, tailnet: true } }),
  service({ name: "far", needs: ["db"], place: { cluster: "brain" } }),
  service({ name: "alone", lifecycle: "experimental" }),
  service({ name: "old", lifecycle: "archive" }),
);
const graph = graphOf([lab]);
const names = ({ points }: Graph) => points.map(({ name }) => name);

test("everything that is deployed is a point, and every need a line", () => {
  expect(names(graph)).toEqual(["alone", "api", "db", "far", "web"]);
  expect(graph.needs).toEqual([
    { from: "test_api", to: "test_db" },
    { from: "test_far", to: "test_db" },
    { from: "test_web", to: "test_api" },
  ]);
});

test("around a service stands what it needs in the end, and what would stop without it; nothing else", () => {
  expect(names(around(graph, "api"))).toEqual(["api", "db", "web"]);
  expect(names(around(graph, "db"))).toEqual(["api", "db", "far", "web"]);
  expect(names(around(graph, "alone"))).toEqual(["alone"]);
});

test("a cluster is shown with what it needs of others, and without those others' own needs", () => {
  const brain = within(graph, "brain");
  expect(names(brain)).toEqual(["db", "far"]);
  expect(brain.needs).toEqual([{ from: "test_far", to: "test_db" }]);
});

test("Mermaid is told of every place, point and need", () => {
  expect(mermaidOf(around(graph, "api"))).toBe(`flowchart LR
  subgraph in_core["core"]
    test_api["api"]
    test_db["db"]
    test_web["web"]
  end
  test_api --> test_db
  test_web --> test_api
`);
});

test("Graphviz draws every point once, and every line", async () => {
  const svg = await svgOf(graph);
  expect(svg.match(/class="node"/g)).toHaveLength(5);
  expect(svg.match(/class="edge"/g)).toHaveLength(3);
  expect(svg).toContain("answers requests, for a test (apps)");
});

const anyGraph = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 }).map((pairs): Graph => {
  const ids = Array.from({ length: 8 }, (_, at) => `s${at}`);
  const points = ids.map((id) => ({ id, name: id, about: "", group: "apps", place: "core", tried: false }));
  return { points, needs: pairs.map(([from, to]) => ({ from: `s${from}`, to: `s${to}` })) };
});

test("who is around whom is mutual, and a part of a picture has no line that ends nowhere", () => {
  fc.assert(
    fc.property(anyGraph, fc.nat(7), fc.nat(7), (graph, a, b) => {
      const part = around(graph, `s${a}`);
      expect(names(part).includes(`s${b}`)).toBe(names(around(graph, `s${b}`)).includes(`s${a}`));
      for (const { from, to } of part.needs) expect(names(part)).toEqual(expect.arrayContaining([from, to]));
    }),
  );
});

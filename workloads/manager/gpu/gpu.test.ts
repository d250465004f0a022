import { describe, expect, test } from "vitest";
import { GIB, houseOf, World } from "../testing/world.ts";
import { foreignOf } from "./foreign.ts";
import { readDcgm, readSmi } from "./reading.ts";

describe("the card tells of its memory", () => {
  test("by nvidia-smi, a line each", () => {
    expect(readSmi("24576, 17408\n8192, 12\n", 1)).toEqual({ total: 8 * GIB, used: 12 * 2 ** 20 });
    expect(() => readSmi("24576, 17408\n", 1)).toThrow("nvidia-smi tells of no card 1");
    expect(() => readSmi("[N/A], [N/A]\n", 0)).toThrow("nvidia-smi tells no sizes");
    expect(() => readSmi("", 0)).toThrow("tells no sizes");
  });

  test("by the exporter, among all its other figures", () => {
    const text = [
      "# TYPE DCGM_FI_DEV_FB_USED gauge",
      'DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-1",device="nvidia0"} 17408',
      'DCGM_FI_DEV_FB_FREE{gpu="0",UUID="GPU-1",device="nvidia0"} 6868',
      'DCGM_FI_DEV_FB_RESERVED{gpu="0",UUID="GPU-1",device="nvidia0"} 300',
      'DCGM_FI_DEV_FB_USED{gpu="10",UUID="GPU-2",device="nvidia1"} 1',
    ].join("\n");
    expect(readDcgm(text, 0)).toEqual({ total: 24 * GIB, used: (17408 + 300) * 2 ** 20 });
    expect(() => readDcgm(text, 1)).toThrow("the exporter tells no memory of card 1");
  });
});

describe("what is somebody else's", () => {
  const house = houseOf([{ name: "qwen", vram: "16GiB" }]);
  const reading = (used: number) => ({ total: 24 * GIB, used: used * GIB });

  test("is all that models were not promised", () => {
    const world = new World(house);
    expect(foreignOf(house, world.state, reading(5), 0)).toBe(5 * GIB);
    world.startByHand("qwen");
    world.pass(5);
    expect(foreignOf(house, world.state, reading(21), 0)).toBe(5 * GIB);
    expect(foreignOf(house, world.state, reading(9), 0)).toBe(0);
  });

  test("is not guessed while a model comes or goes", () => {
    const world = new World(house);
    world.startByHand("qwen");
    world.pass(1);
    expect(foreignOf(house, world.state, reading(10), 2 * GIB)).toBe(2 * GIB);
  });
});

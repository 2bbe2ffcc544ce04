import { describe, expect, it } from "vitest";
import { leaderStages } from "../../../cli/facts/leader-stages";

const partition = (replicas: number[], leader: number, isr = replicas) => ({ replicas, leader, isr });

describe("the stages of a preferred election", () => {
  it("take a broker's partitions together, and leave alone what is led well or cannot be led", () => {
    const first = [partition([1, 2, 3], 2), partition([1, 3, 2], 3)];
    const second = [partition([2, 3, 1], 3)];
    const others = [partition([3, 1, 2], 3), partition([3, 1, 2], 1, [1, 2]), partition([], -1)];
    expect(leaderStages([...second, ...others, ...first])).toEqual([first, second]);
    expect(leaderStages(others)).toEqual([]);
  });

  it("are no more than twenty, and take every partition once", () => {
    const partitions = Array.from({ length: 1000 }, (_, i) => partition([i % 301, (i + 1) % 301], (i + 1) % 301));
    const stages = leaderStages(partitions);
    expect(stages.length).toBe(19);
    expect(stages.flat()).toHaveLength(1000);
    expect(new Set(stages.flat()).size).toBe(1000);
    for (const stage of stages) expect(new Set(stage.map(({ replicas: [id] }) => id)).size).toBeLessThanOrEqual(16);
  });
});

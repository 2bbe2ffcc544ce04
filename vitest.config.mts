import { defineConfig } from "vitest/config";

const shared = {
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/lab/**"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 20_000,
          pool: "forks",
        },
      },
      {
        ...shared,
        // One lab a machine: one file after the other.
        test: {
          name: "lab",
          include: ["test/lab/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          pool: "forks",
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
    maxWorkers: 2,
  },
});

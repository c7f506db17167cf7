import { BaseSequencer } from "vitest/node";

/** Short files that take long. Where no run was before this one, Vitest knows sizes only, and would leave them for the end. */
const long = [
  "packages/compiler/src/reference.integration.test.ts",
  "apps/worker/src/faults/aws.integration.test.ts",
  "apps/worker/src/faults/frozen-worker.integration.test.ts",
  "apps/worker/src/faults/steps.integration.test.ts",
  "packages/compiler/src/packaging/memory.integration.test.ts",
];

/** Begins with what takes longest, so that no process is left with it when the others are done. */
export class LongestFirst extends BaseSequencer {
  /** @override @param {import("vitest/node").TestSpecification[]} files */
  async sort(files) {
    const sorted = await super.sort(files);
    const isLong = (/** @type {import("vitest/node").TestSpecification} */ file) => long.some((path) => file.moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

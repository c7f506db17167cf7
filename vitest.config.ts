import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/test/longest-first.mjs";

// Packages are tested from their sources: the condition leads `@windlass/x/y` to packages/x/src/y.ts.
// No "module": what it leads to in the AWS SDK is for bundlers and Node cannot import it.
const conditions = ["windlass-source", "node", "development|production"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: ["windlass-source"] } } };
const exclude = ["**/node_modules/**", "**/dist/**", "**/samples/**", "**/fixtures/**"];

const servers = "scripts/test/build-servers.mjs";
const services = "packages/local-services/src/test-setup.ts";
const startTests = "scripts/start/start.integration.test.mjs";

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          // For a machine that is busy: what hangs is found all the same.
          testTimeout: 30_000,
          // No test changes what another reads: each process loads a module once, not once for each file, which halves the work.
          isolate: false,
          include: ["{apps,packages,scripts,examples,bench}/**/*.test.{ts,tsx,mjs}"],
          exclude: [...exclude, "**/*.integration.test.*"],
        },
      },
      {
        ...shared,
        test: {
          name: "integration",
          include: ["{apps,packages,scripts,examples,bench}/**/*.integration.test.{ts,mjs}"],
          exclude: [...exclude, startTests],
          globalSetup: [servers, services],
          isolate: false,
          // Each file has its own database, Redis keys and AWS account. Three at a time, since they wait more than they work.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What is waited for comes late where three files share two processors.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        ...shared,
        // `npm run test:faults`: the same files as in `integration`, in their whole form, one at a time.
        test: {
          name: "faults",
          include: [
            "apps/*/src/faults/**/*.integration.test.ts",
            // Builds another version: too long for every run.
            "apps/worker/src/faults/upgrade/upgrade.fault.ts",
            "packages/operations/src/deployment-run/state-machine.integration.test.ts",
            "packages/operations/src/approval/decide-approval.integration.test.ts",
          ],
          exclude,
          globalSetup: [servers, services],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { ...shared, test: { name: "soak", include: ["apps/worker/src/faults/soak/*.soak.ts"], exclude, globalSetup: [servers, services] } },
      {
        ...shared,
        // After the others, with the machine to itself: it measures how long a start takes.
        test: { name: "start", include: [startTests], exclude, sequence: { groupOrder: 1 }, testTimeout: 60_000 },
      },
    ],
  },
});

/**
 * Who may import whom: DESIGN.md's table. `only` narrows a permission to some files of the package;
 * what is `bundled` has its libraries inside and needs none of them at run time.
 * @type {Record<string, { folder: string, mayImport: readonly string[], bundled?: boolean, only?: Record<string, { files: RegExp, words: string }> }>}
 */
export const packageRules = {
  contracts: { folder: "packages/contracts", mayImport: [] },
  cloudformation: { folder: "packages/cloudformation", mayImport: ["contracts"] },
  queue: { folder: "packages/queue", mayImport: ["contracts"] },
  database: { folder: "packages/database", mayImport: ["contracts"] },
  client: { folder: "packages/client", mayImport: ["contracts"] },
  compiler: { folder: "packages/compiler", mayImport: ["contracts", "cloudformation"] },
  policy: { folder: "packages/policy", mayImport: ["contracts", "cloudformation"] },
  aws: { folder: "packages/aws", mayImport: ["contracts", "cloudformation"] },
  github: { folder: "packages/github", mayImport: ["contracts"] },
  forges: { folder: "packages/forges", mayImport: ["contracts"] },
  operations: { folder: "packages/operations", mayImport: ["contracts", "cloudformation", "database"] },
  "local-services": { folder: "packages/local-services", mayImport: [] },
  api: {
    folder: "apps/api",
    mayImport: ["contracts", "operations", "queue", "aws", "github", "database"],
    only: { database: { files: /^src\/plugins\//, words: "its plugin (apps/api/src/plugins/)" } },
  },
  worker: {
    folder: "apps/worker",
    mayImport: ["contracts", "cloudformation", "compiler", "policy", "aws", "github", "forges", "operations", "queue", "database"],
    only: { database: { files: /^src\/main\.ts$/, words: "apps/worker/src/main.ts" } },
  },
  cli: {
    folder: "apps/cli",
    mayImport: ["contracts", "compiler", "client", "aws"],
    only: { aws: { files: /^src\/compile-values\/ask-aws\.ts$/, words: "apps/cli/src/compile-values/ask-aws.ts" } },
  },
  web: { folder: "apps/web", mayImport: ["contracts", "cloudformation", "client"], bundled: true },
};

/** Libraries that one package hides from the others, so that they can be replaced, faked and secured in one place. */
export const guardedLibraries = [
  { library: /^(@aws-sdk|@smithy)\//, owners: ["aws"] },
  { library: /^@octokit\//, owners: ["github"] },
  { library: /^(bullmq|ioredis)(\/|$)/, owners: ["queue"] },
  { library: /^(@prisma\/|prisma$|pg$)/, owners: ["database", "local-services"] },
];

/** What `contracts` may use: it is loaded by browser, server and command line alike. */
export const contractsLibraries = /^zod(\/|$)/;

/** Tests and what only tests load may import more: development dependencies. */
export const testFile = /(\.test\.(ts|tsx|mjs)|\/test-[a-z-]+\.tsx?|\/(fixtures|testing|faults)\/.*)$/;

/** Folder and file names that say nothing about what is inside. */
export const emptyNames = /^(utils?|helpers?|common|misc|shared|lib|index)(\.tsx?)?$/;

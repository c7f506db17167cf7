import type { ChangedFile } from "@windlass/contracts/forge";
import { expect, test } from "vitest";
import { findBuildFiles } from "./build-files.js";

const file = (path: string, previousPath: string | null = null): ChangedFile => ({ path, previousPath, status: previousPath === null ? "modified" : "renamed", additions: 1, deletions: 0 });

test("names what runs while a pull request is built, and nothing else", () => {
  const paths = {
    config: ["serverless.yml", "api/serverless.ts", "api/resources/table.yml"],
    package: ["package.json", "api/.npmrc", ".yarn/releases/yarn.cjs", "requirements-dev.txt"],
    lockfile: ["pnpm-lock.yaml", "api/package-lock.json"],
    code: ["esbuild.config.mjs", ".babelrc.js", ".eslintrc", "Dockerfile", "tsconfig.build.json"],
    script: ["build.sh", "scripts/anything.txt", "api/bin/run"],
    git: [".github/workflows/ci.yml", ".gitattributes", "api/.gitmodules", ".nvmrc", ".env.production"],
  };
  const found = findBuildFiles([...Object.values(paths).flat(), "src/index.ts", "README.md", "docs/github/x.md", "src/packages.json"].map((path) => file(path)));
  for (const [why, expected] of Object.entries(paths)) expect(found.filter((one) => one.why === why).map(({ path }) => path)).toEqual(expected);
  expect(found).toHaveLength(Object.values(paths).flat().length);
});

test("counts a renamed file by its old name too, and is quick with hostile names", () => {
  expect(findBuildFiles([file("notes.txt", "package.json")])).toMatchObject([{ path: "notes.txt", why: "package", status: "renamed" }]);
  const started = performance.now();
  findBuildFiles(Array.from({ length: 3_000 }, () => file(`${".config".repeat(500)}/${"requirements".repeat(340)}!`)));
  expect(performance.now() - started).toBeLessThan(2_000);
});

import { expect, it } from "vitest";
import { createRollbackSchema } from "./rollback.js";

it("wants to know whose code functions get alone", () => {
  expect(createRollbackSchema.parse({ to: 3, functions: ["api"] })).toEqual({ to: 3, functions: ["api"] });
  expect(createRollbackSchema.parse({})).toEqual({});
  expect(createRollbackSchema.safeParse({ functions: ["api"] }).error?.issues[0]).toMatchObject({ path: ["to"] });
});

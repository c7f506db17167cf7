import { describe, expect, it } from "vitest";
import { inputLines, inputLinesSchema, serviceLinesSchema } from "./dependency-lines.js";

const errorsOf = (text: string) => inputLinesSchema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe("dependencies as they are typed", () => {
  it("are names and inputs, one on each line; what stands behind the first = is the text", () => {
    expect(serviceLinesSchema.parse(" api \n\nauth\napi\n")).toEqual(["api", "auth"]);
    const inputs = inputLinesSchema.parse("API_URL=${api.HttpApiUrl}\n\nQUERY = a=b\n");
    expect(inputs).toEqual({ API_URL: "${api.HttpApiUrl}", QUERY: "a=b" });
    expect(inputLinesSchema.parse(inputLines(inputs))).toEqual(inputs);
  });

  it("say which line is wrong", () => {
    expect(serviceLinesSchema.safeParse("api\n-rf /").error?.issues[0]?.message).toContain("-rf /");
    expect(errorsOf("just text")).toEqual([expect.stringContaining("just text")]);
    expect(errorsOf("A=1\nA=2")).toEqual(["A is there twice."]);
    expect(errorsOf("A=${env:HOME}")).toEqual([expect.stringMatching(/^A: Use text/)]);
    expect(errorsOf("1A=x")).toEqual([expect.stringMatching(/^1A: /)]);
  });
});

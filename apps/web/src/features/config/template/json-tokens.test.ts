import { describe, expect, it } from "vitest";
import { jsonTokens } from "./json-tokens.js";

const idOf = (name: string) => (name === "Queue" || name === "Size" ? `id:${name}` : undefined);

describe("the tokens of a JSON text", () => {
  it("are the text again, whatever is in it", () => {
    const json = JSON.stringify({ a: [1, -2.5e10, true, null], "k\"\\": "v\n\"${Queue.Arn}${!x}", empty: {}, none: [] }, null, 2);
    expect(jsonTokens(json, idOf).map(({ text }) => text).join("")).toBe(json);
  });

  it("know what is a key, and link what refers to an entry", () => {
    const tokens = jsonTokens('{"Queue":{"Ref":"Queue"},"s":"a/${Queue.Arn}/${Size}/${AWS::Region}","n":1}', idOf).filter(({ kind }) => kind !== "mark");
    expect(tokens.map(({ kind, text, target }) => [kind, text, target])).toEqual([
      ["key", '"Queue"', undefined],
      ["key", '"Ref"', undefined],
      ["text", '"Queue"', "id:Queue"],
      ["key", '"s"', undefined],
      ["text", '"a/', undefined],
      ["text", "${Queue.Arn}", "id:Queue"],
      ["text", "/", undefined],
      ["text", "${Size}", "id:Size"],
      ["text", "/", undefined],
      ["text", "${AWS::Region}", undefined],
      ["text", '"', undefined],
      ["key", '"n"', undefined],
      ["other", "1", undefined],
    ]);
  });
});

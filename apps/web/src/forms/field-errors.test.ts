import { describe, expect, it } from "vitest";
import { fieldErrorsOf } from "./field-errors.js";

const problem = (errors: { path: string; message: string }[]) => ({ code: "invalid_request" as const, message: "Not valid.", errors });

describe("fieldErrorsOf", () => {
  it("maps paths to fields, however the server writes them", () => {
    const { errors, rest } = fieldErrorsOf(problem([{ path: "name", message: "a" }, { path: "/body/region", message: "b" }, { path: "body.branch", message: "c" }]), ["name", "region", "branch"]);
    expect(errors).toEqual([{ field: "name", message: "a" }, { field: "region", message: "b" }, { field: "branch", message: "c" }]);
    expect(rest).toBe(false);
  });
  it("follows aliases and keeps the path inside a field array", () => {
    const { errors } = fieldErrorsOf(problem([{ path: "repository.url", message: "a" }, { path: "parameters.2.name", message: "b" }]), ["address", "parameters"], { "repository.url": "address" });
    expect(errors).toEqual([{ field: "address", message: "a" }, { field: "parameters.2.name", message: "b" }]);
  });
  it("says when something is left that no field shows", () => {
    expect(fieldErrorsOf(problem([{ path: "other", message: "a" }]), ["name"])).toEqual({ errors: [], rest: true });
    expect(fieldErrorsOf({ code: "in_use", message: "Used." }, ["name"])).toEqual({ errors: [], rest: true });
  });
  it("puts a taken name on the name", () => {
    expect(fieldErrorsOf({ code: "name_taken", message: "`orders` exists." }, ["name"])).toEqual({
      errors: [{ field: "name", message: "`orders` exists." }],
      rest: false,
    });
  });
});

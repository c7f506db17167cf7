import { describe, expect, it } from "vitest";
import { isUnavailable } from "./is-unavailable.js";

describe("an error that says that the database is not there now", () => {
  it.each([
    new Error("Connection terminated unexpectedly"),
    new Error("Client was closed and is not queryable"),
    new Error("Query read timeout"),
    new Error("\nInvalid `prisma.stage.findUnique()` invocation:\n\n\nConnection terminated unexpectedly"),
    Object.assign(new Error("read"), { code: "ECONNRESET" }),
    Object.assign(new Error("Database error."), { code: "P2039", meta: { driverAdapterError: { name: "DriverAdapterError", cause: { originalCode: "57P01" } } } }),
    new Error("Failed.", { cause: Object.assign(new Error("terminating connection"), { originalCode: "57P01" }) }),
  ])("is known, whoever throws it: %s", (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([new Error("duplicate key"), Object.assign(new Error("Database error."), { code: "P2039", meta: { driverAdapterError: { cause: { originalCode: "23505" } } } }), Object.assign(new Error("duplicate key"), { code: "23505" }), null, "Connection terminated"])("is told from others: %s", (error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});

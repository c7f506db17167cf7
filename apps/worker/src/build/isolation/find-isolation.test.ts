import { expect, it } from "vitest";
import { countsByNamespace } from "./find-isolation.js";

it.each([["6.18.44", true], ["5.14.0-570.el9", true], ["5.13.19", false], ["4.4.0", false], ["10.0.0", true], ["", false]])("knows of Linux %s whether it counts by namespace", (version, counts) => {
  expect(countsByNamespace(version)).toBe(counts);
});

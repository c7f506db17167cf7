import { expect, it } from "vitest";
import { cn } from "./cn.js";

it("keeps a size beside a colour, and lets the later of two sizes win", () => {
  expect(cn("text-note text-ink-soft")).toBe("text-note text-ink-soft");
  expect(cn("text-body", "text-note")).toBe("text-note");
  expect(cn("text-ink", "text-bad")).toBe("text-bad");
  expect(cn("shadow-raised", false, "shadow-floating")).toBe("shadow-floating");
});

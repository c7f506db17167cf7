import type { Problem } from "../diagnostic.js";
import type { PlacedPatterns } from "./list-files.js";

/** Far above what people write, and below where matching a long path takes more than a moment. */
const longestPattern = 1_000;
const mostGlobsInName = 4;
const mostGlobstars = 5;
const mostAlternatives = 256;

/** Patterns that would take long to match with thousands of files, by design or by mistake: `pattern_too_complex`. */
export function findComplexPatterns({ patterns, path }: PlacedPatterns): Problem[] {
  return patterns.flatMap((pattern, index) => {
    const why = whyTooComplex(pattern);
    return why === null ? [] : [{ code: "pattern_too_complex" as const, message: `The pattern ${pattern.slice(0, 60)}${pattern.length > 60 ? "…" : ""} ${why}`, path: [...path, index] }];
  });
}

function whyTooComplex(pattern: string): string | null {
  if (pattern.length > longestPattern) return `is longer than ${longestPattern} characters`;
  const names = pattern.split("/");
  if (names.filter((name) => name.includes("**")).length > mostGlobstars) return `has more than ${mostGlobstars} "**"`;
  if (names.some((name) => (name.match(/\*+|[+@?!*]\(/g) ?? []).length > mostGlobsInName)) return `has more than ${mostGlobsInName} wildcards in one name`;
  if (/[+*!]\([^)]*[+*!]\(/.test(pattern)) return "has repetitions in repetitions";
  if (alternatives(pattern) > mostAlternatives) return `stands for more than ${mostAlternatives} patterns`;
  return null;
}

/** At most so many patterns are made of its braces: the product of their parts, nested or not. */
function alternatives(pattern: string): number {
  let product = 1;
  let parts = 1;
  for (const character of pattern) {
    if (character === ",") parts += 1;
    if (character === "}") {
      product *= parts;
      parts = 1;
    }
  }
  const ranges = Array.from(pattern.matchAll(/\{(-?\d+)\.\.(-?\d+)/g), ([, from, to]) => Math.abs(Number(to) - Number(from)) + 1);
  return ranges.reduce((product_, range) => product_ * range, product);
}

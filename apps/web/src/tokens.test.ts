import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The colours of one theme: what `:root` says, then what the theme says over it. */
function tokensOf(theme: "light" | "dark"): Map<string, readonly [number, number, number]> {
  const blocks = css.split(/^\}/m).slice(0, theme === "light" ? 1 : 2);
  const tokens = new Map<string, readonly [number, number, number]>();
  for (const [, name = "", l, c, h] of blocks.join("").matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)) {
    tokens.set(name, [Number(l), Number(c), Number(h)]);
  }
  return tokens;
}

/** Relative luminance (WCAG 2) of an OKLCH colour, by way of OKLab and linear sRGB. */
function luminance([lightness, chroma, hue]: readonly [number, number, number]): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: readonly [number, number, number], other: readonly [number, number, number]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const textPairs = [
  ...["ink", "ink-soft", "ink-faint", "accent", "good", "bad", "warn", "run"].flatMap((text) =>
    ["canvas", "surface", "sunken", "hover"].map((ground) => [text, ground] as const),
  ),
  ...["good", "bad", "warn", "run", "accent"].map((tone) => [tone, `${tone}-soft`] as const),
  ...["ink", "ink-soft"].flatMap((text) => ["bad-soft", "warn-soft", "good-soft"].map((ground) => [text, ground] as const)),
  ["on-accent", "accent"] as const,
  ["on-accent", "accent-strong"] as const,
  ["on-bad", "bad"] as const,
];

/** Borders of controls and marks: they need 3:1 against what they lie on. */
const markPairs = ["good-mark", "bad-mark", "run-mark", "idle-mark", "line-strong"].map((mark) => [mark, "surface"] as const);

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  const color = (name: string) => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`tokens.css has no --${name}.`);
    return found;
  };

  it.each(textPairs)("lets %s be read on %s (4.5:1)", (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(markPairs)("lets %s be seen on %s (3:1)", (mark, ground) => {
    expect(contrast(color(mark), color(ground))).toBeGreaterThanOrEqual(3);
  });
});

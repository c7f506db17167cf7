import type { Rule } from "@windlass/contracts/finding";
import { guardRules } from "./packs.js";

/** Every rule that can be run, as it is described to people. */
export const rules: readonly Rule[] = guardRules.map(({ guardText: _text, guardNames: _names, ...rule }) => rule);

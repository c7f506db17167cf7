import { readPack, type GuardRule } from "./pack.js";

/** The folder of the pack that comes with Windlass. Both src/ and dist/ are beside packs/. */
export const essentialsDirectory = new URL("../packs/essentials/", import.meta.url);

/** Every rule of every pack, in the order in which packs and rules are listed. */
export const guardRules: readonly GuardRule[] = readPack(essentialsDirectory);

import { emptyNames, testFile } from "./rules.mjs";

/**
 * @typedef {import("./check-imports.mjs").Package} Package
 * @typedef {import("./check-imports.mjs").Violation} Violation
 */

/** Texts that no source may have. Split, so that this file is not found by its own search. */
const forbidden = [
  { text: /\bshell:\s*true\b/, what: "starts a shell", why: "names of branches and services would be commands", how: "spawn with an array of arguments" },
  { text: new RegExp("@ts-" + "(ignore|nocheck)\\b"), what: "silences the compiler", why: "the next error there is silent too", how: "repair the type" },
  { text: /^export \*/m, what: "re-exports everything", why: "barrels hide who uses what and end in cycles", how: "import the file itself" },
  { text: new RegExp("\\b(TO" + "DO|FIX" + "ME)\\b"), what: "leaves work undone", why: "nobody comes back", how: "do it, or leave it out" },
];

/** Names and contents of files. @param {Package} pkg @returns {Violation[]} */
export function checkFiles(pkg) {
  return pkg.files.flatMap((file) => {
    const where = `${pkg.folder}/${file.path}`;
    const empty = file.path.split("/").slice(1).find((part) => emptyNames.test(part) && !isRoute(file.path));
    const named = empty ? [{
      where,
      what: `"${empty}" is no name`,
      why: "the folder says the layer and the file says the verb; such a name attracts everything",
      how: "name it after what it holds",
    }] : [];
    const contents = testFile.test(`/${file.path}`) ? [] : forbidden.filter(({ text }) => text.test(file.text));
    return [...named, ...contents.map(({ what, why, how }) => ({ where, what, why, how }))];
  });
}

/** A router names the page of a folder `index`: that is its convention, not ours. @param {string} path */
function isRoute(path) {
  return path.startsWith("src/routes/");
}

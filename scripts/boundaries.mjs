import { join } from "node:path";
import { checkWorkspace } from "./boundaries/check-workspace.mjs";

const { violations, files } = checkWorkspace(join(import.meta.dirname, ".."));
for (const { where, what, why, how } of violations) {
  console.error(`${where}\n  what: ${what}\n  why:  ${why}\n  how:  ${how}\n`);
}
console.log(`boundaries: ${files} files, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;

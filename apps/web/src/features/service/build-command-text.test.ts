import { expect, it } from "vitest";
import { joinCommand, splitCommand } from "./build-command-text.js";

it.each([
  ["npm run build", ["npm", "run", "build"]],
  ["  make   -j 2 ", ["make", "-j", "2"]],
  [`node -e "console.log(1)" 'a b'`, ["node", "-e", "console.log(1)", "a b"]],
  [`echo '"x y"'`, ["echo", '"x y"']],
  ["", []],
])("splits %s", (text, parts) => {
  expect(splitCommand(text)).toEqual(parts);
  expect(splitCommand(joinCommand(parts))).toEqual(parts);
});

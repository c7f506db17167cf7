import type { ComposePlan } from "@windlass/contracts/compose";
import { plainText } from "./plain-text.js";
import { tableOr } from "./table.js";

/** What taking over a compose file does, for people. */
export function composeText({ services, others, problems }: ComposePlan): string {
  const rows = services.map(({ key, name, action, wave, rootDirectory, dependsOn }) => [key, name, action, String(wave), plainText(rootDirectory || "."), dependsOn.join(", ")]);
  const details = services.flatMap(({ name, changes, inputs, action, leftOut }) => [
    ...changes.map((change) => `${name}: ${change}`),
    ...(action === "create" ? Object.entries(inputs).map(([input, text]) => `${name}: input ${input} = ${text}`) : []),
    ...leftOut.map(({ param, reason }) => `${name}: parameter ${param} is left out. ${reason}`),
  ]);
  return [
    tableOr("The file names no services.", ["IN THE FILE", "SERVICE", "DOES", "WAVE", "FOLDER", "DEPENDS ON"], rows),
    details.map(plainText).join("\n"),
    others.length === 0 ? "" : `Not in the file, and left as they are: ${others.join(", ")}`,
    problems.map((problem) => `error: ${plainText(problem)}`).join("\n"),
  ].filter((part) => part !== "").join("\n\n");
}

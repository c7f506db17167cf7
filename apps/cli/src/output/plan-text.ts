import type { BudgetLine, Plan, ResourceChange } from "@windlass/contracts/plan";
import type { Colour, Paint } from "./paint.js";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";

const groups = [
  ["remove", "Removed", "-", "red"],
  ["replace", "Replaced", "±", "red"],
  ["change", "Changed", "~", "yellow"],
  ["add", "Added", "+", "green"],
  ["import", "Imported", "+", "green"],
] as const satisfies readonly (readonly [ResourceChange["action"], string, string, Colour])[];

/** A plan for people: what may lose something first, then rights, code, and how full the template is. */
export function planText(plan: Plan, paint: Paint): string {
  if (plan.operation === "none") return "Nothing to change: the stack is already as the release describes it.";
  const { counts } = plan;
  const sections = [
    ...groups.map(([action, title, sign, colour]) => {
      // Array.sort is stable: what holds data comes first, the others stay in their order.
      const changes = plan.changes.filter((change) => change.action === action).sort((a, b) => Number(b.stateful) - Number(a.stateful));
      return section(title, changes.map((change) => paint(colour, `  ${sign} `) + changeText(change)), paint);
    }),
    section("Rights and network", plan.access.map(({ change, logicalId, property, text, broad }) => `  ${change === "added" ? paint("green", "+") : paint("red", "-")} ${plainText(`${logicalId} ${property}: ${text}`)}${broad ? paint("red", "  broad") : ""}`), paint),
    section("Code", codeLines(plan), paint),
    section("Exports in use", plan.exportsInUse.map(({ name, change, importers }) => `  ${plainText(`${name} ${change.replace("_", " ")}, imported by ${importers.map(({ stackName }) => stackName).join(", ")}`)}`), paint),
    section("Budget", budgetLines(plan), paint),
    `To ${plan.operation}: ${counts.added} added, ${counts.changed} changed, ${counts.replaced} replaced, ${counts.removed} removed`,
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? "" : `${paint("bold", title)}\n${lines.join("\n")}`;
}

function changeText({ logicalId, resourceType, stateful, replacement, properties }: ResourceChange): string {
  const forcing = properties.filter(({ requiresRecreation }) => requiresRecreation !== "never").map(({ path }) => path);
  const notes = [
    ...(stateful ? ["holds data"] : []),
    ...(replacement === "maybe" ? ["may be replaced"] : []),
    ...(forcing.length > 0 ? [`because of ${forcing.join(", ")}`] : []),
  ];
  return plainText(`${logicalId}  ${resourceType}${notes.length > 0 ? `  (${notes.join(", ")})` : ""}`);
}

function codeLines({ code }: Plan): string[] {
  const side = (zip: Plan["code"][number]["after"]) => (zip === null ? "–" : `${zip.hash.slice(0, 10)} ${Math.ceil(zip.sizeBytes / 1024)} kB`);
  return code.length === 0 ? [] : [formatTable(code.map(({ function: name, before, after }) => [`  ${plainText(name)}`, side(before), "→", side(after)]))];
}

function budgetLines({ budget }: Plan): string[] {
  if (budget === null) return [];
  const line = (name: string, { before, after, limit }: BudgetLine) => {
    const delta = before === null || before === after ? "" : `, ${after - before < 0 ? "−" : "+"}${Math.abs(after - before)}`;
    return [`  ${name}`, `${after} / ${limit}${delta}`];
  };
  const { resources, outputs, parameters, templateBytes, events } = budget;
  const rows = [line("resources", resources), line("template bytes", templateBytes), line("outputs", outputs), line("parameters", parameters)];
  return [formatTable([...rows, ...events.map(({ type, count, resources: cost }) => [`  ${type}`, `${count} event${count === 1 ? "" : "s"}, ${cost} resource${cost === 1 ? "" : "s"}`])])];
}

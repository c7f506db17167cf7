import type { ProblemDocument } from "@windlass/contracts/error";

export type FieldError = { field: string; message: string };

/**
 * Splits a problem into errors of the fields that a form has, and whether something is left that no field shows.
 * `aliases` leads paths of the request to fields of another name: `{ "repository.url": "address" }`.
 */
export function fieldErrorsOf(
  problem: Pick<ProblemDocument, "code" | "message" | "errors">,
  fields: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): { errors: FieldError[]; rest: boolean } {
  if (problem.code === "name_taken" && fields.includes("name")) {
    return { errors: [{ field: "name", message: problem.message }], rest: false };
  }
  const errors: FieldError[] = [];
  let rest = problem.errors === undefined || problem.errors.length === 0;
  for (const { path, message } of problem.errors ?? []) {
    const plain = path.replace(/^\/?body[./]|^\//, "").replaceAll("/", ".");
    const name = aliases[plain] ?? plain;
    const field = fields.find((each) => name === each) ?? fields.find((each) => name.startsWith(`${each}.`));
    if (field === undefined) rest = true;
    else errors.push({ field: name, message });
  }
  return { errors, rest };
}

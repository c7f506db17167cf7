import { z } from "zod";

const reportSchema = z.tuple([
  z.object({
    not_compliant: z.array(z.object({ Rule: z.object({ name: z.string(), checks: z.array(z.unknown()) }) })),
    not_applicable: z.array(z.string()),
    compliant: z.array(z.string()),
  }),
]);

/** A place where a named rule does not hold. */
export interface GuardFailure {
  guardName: string;
  /** JSON pointer to the value that was checked, or to the last one that exists above it. */
  path: string;
  /** What the rule says of it. */
  says: string;
}

export interface GuardReport {
  failures: GuardFailure[];
  /** Named rules that hold, and those that had nothing to check. */
  compliant: string[];
  notApplicable: string[];
}

/**
 * Reads the structured report of one document.
 *
 * @throws ZodError or SyntaxError when the text is no such report.
 */
export function readReport(text: string): GuardReport {
  const [report] = reportSchema.parse(JSON.parse(text));
  return {
    failures: report.not_compliant.flatMap(({ Rule: { name, checks } }) => {
      const clauses = checks.flatMap(findClauses);
      // A failure that cannot be placed is still a failure.
      return (clauses.length === 0 ? [nowhere] : clauses).map((clause) => ({ guardName: name, ...clause }));
    }),
    compliant: report.compliant,
    notApplicable: report.not_applicable,
  };
}

const nowhere = { path: "", says: "does not keep this rule" };
const clauseSchema = z.object({ messages: z.object({ custom_message: z.string().nullable() }), check: z.unknown() });

/** A failed rule is a tree of blocks, disjunctions and other rules; the clauses are its leaves. */
function findClauses(node: unknown): { path: string; says: string }[] {
  if (Array.isArray(node)) return node.flatMap(findClauses);
  if (typeof node !== "object" || node === null) return [];
  const clause = clauseSchema.safeParse(node);
  if (!clause.success) return Object.values(node).flatMap(findClauses);
  const path = findPath(clause.data.check);
  return path === undefined ? [] : [{ path, says: clause.data.messages.custom_message ?? "" }];
}

/** The first path in a check is the one of the value that was looked at. */
function findPath(node: unknown): string | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  const path: unknown = Reflect.get(node, "path");
  if (typeof path === "string" && path !== "") return path;
  for (const child of Object.values(node)) {
    const found = findPath(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

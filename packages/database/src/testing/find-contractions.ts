/** What takes away something that the version before may use, or asks for something that it does not give, by the form of the statement. */
const contractions: readonly { name: string; pattern: RegExp }[] = [
  { name: "drops a table", pattern: /\bDROP TABLE\b/i },
  { name: "drops a column", pattern: /\bDROP COLUMN\b/i },
  { name: "renames", pattern: /\bRENAME\b/i },
  { name: "changes a type", pattern: /\bSET DATA TYPE\b|\bALTER COLUMN \S+ TYPE\b/i },
  { name: "asks for a value", pattern: /\bSET NOT NULL\b/i },
  { name: "drops a default", pattern: /\bDROP DEFAULT\b/i },
  { name: "drops a function", pattern: /\bDROP FUNCTION\b/i },
  { name: "adds a check or a key to a table", pattern: /\bALTER TABLE\b[^;]*\bADD CONSTRAINT\b[^;]*\b(CHECK|UNIQUE|PRIMARY KEY)\b/i },
];

/**
 * The parts of a migration that do not only add: the version before, which may still run while it is applied, could fail at each.
 * Tables that the migration makes itself are nobody's yet.
 */
export function findContractions(sql: string): string[] {
  const statements = statementsOf(sql);
  const made = new Set(statements.flatMap((statement) => /^CREATE TABLE "?(\w+)"?/i.exec(statement)?.[1] ?? []));
  const isOfOld = (table: string | undefined): boolean => table !== undefined && !made.has(table);
  return statements.flatMap((statement) => {
    if (!isOfOld(tableOf(statement)) && tableOf(statement) !== undefined) return [];
    const found = contractions.filter(({ pattern }) => pattern.test(statement)).map(({ name }) => name);
    if (isOfOld(/^CREATE UNIQUE INDEX .* ON "?(\w+)"?/i.exec(statement)?.[1])) found.push("makes something unique");
    if (/^DROP INDEX/i.test(statement) && !/_idx"?$/i.test(statement)) found.push("drops an index that may be named by a conflict");
    if (addsWithoutDefault(statement)) found.push("adds a column that asks for a value");
    if (dropsTriggerForGood(statement, statements)) found.push("drops a trigger");
    return found.map((name) => `${name}: ${statement.slice(0, 100)}`);
  });
}

function tableOf(statement: string): string | undefined {
  return /^(?:ALTER TABLE|CREATE (?:UNIQUE )?INDEX .*? ON) "?(\w+)"?/i.exec(statement)?.[1];
}

/** One statement per entry, without comments and bodies of functions, and with single spaces. */
function statementsOf(sql: string): string[] {
  const bare = sql.replaceAll(/--.*$/gm, "").replaceAll(/\$\$[^]*?\$\$/g, "");
  const statements = bare.split(";").map((statement) => statement.replaceAll(/\s+/g, " ").trim());
  return statements.filter((statement) => statement !== "");
}

function addsWithoutDefault(statement: string): boolean {
  return statement.split(/,(?= ?ADD COLUMN)/i).some((part) => /ADD COLUMN/i.test(part) && /\bNOT NULL\b/i.test(part) && !/\bDEFAULT\b/i.test(part));
}

function dropsTriggerForGood(statement: string, all: readonly string[]): boolean {
  const name = /^DROP TRIGGER "?(\w+)"?/i.exec(statement)?.[1];
  return name !== undefined && !all.some((other) => other.startsWith(`CREATE TRIGGER ${name} `));
}

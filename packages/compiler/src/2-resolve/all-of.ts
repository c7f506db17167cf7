import { CompileError, type Problem } from "../diagnostic.js";

/** All results, or one error with the problems of all that failed. */
export async function allOf<T>(work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  const problems = new Set<Problem>();
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") values.push(outcome.value);
    else if (outcome.reason instanceof CompileError) add(problems, outcome.reason.problems);
    else throw outcome.reason;
  }
  if (problems.size > 0) throw new CompileError([...problems]);
  return values;
}

/** More than anybody reads; where everything waits for everything, the same ones would be carried along many times. */
const maxProblems = 500;

function add(problems: Set<Problem>, more: readonly Problem[]): void {
  for (const each of more) if (problems.size < maxProblems) problems.add(each);
}

import { CompileError, type Problem } from "../diagnostic.js";

/** All results, or one error with the problems of all that failed. */
export async function allOf<T>(work: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  const problems = new Set<Problem>();
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") values.push(outcome.value);
    else if (outcome.reason instanceof CompileError) for (const each of outcome.reason.problems) problems.add(each);
    else throw outcome.reason;
  }
  if (problems.size > 0) throw new CompileError([...problems]);
  return values;
}

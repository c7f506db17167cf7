import { InvalidArgumentError } from "commander";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** A positive whole number, for commander. */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Use a whole number above zero.");
  return Number(text);
}

/** A limit of a list, for commander. */
export function listLimit(text: string): number {
  const limit = positiveNumber(text);
  if (limit > 100) throw new InvalidArgumentError("Use a number from 1 to 100.");
  return limit;
}

/** An address stays as it is; what is a path on this machine becomes absolute, as the server needs it. */
export function repositoryAddress(text: string, cwd: string): string {
  const isAddress = /^[a-z+]+:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text);
  const isPath = /^[./~]/.test(text) || existsSync(resolve(cwd, text));
  return !isAddress && isPath ? resolve(cwd, text) : text;
}

/** An option that may be given several times, for commander. */
export function collected(value: string, before: string[]): string[] {
  return [...before, value];
}

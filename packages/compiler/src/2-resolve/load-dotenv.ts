import { parse } from "dotenv";
import { expand } from "dotenv-expand";
import type { FileSource } from "../file-source.js";

/** Variables of `.env.<stage>`, or of `.env` when there is no such file. What the environment has already wins. */
export async function loadDotenv(files: FileSource, stage: string, env: Record<string, string>): Promise<Record<string, string>> {
  const text = (await files.readText(`.env.${stage}`)) ?? (await files.readText(".env"));
  if (text === null) return env;
  const parsed = parse(text);
  const known = { ...parsed, ...env };
  expand({ parsed, processEnv: known });
  return known;
}

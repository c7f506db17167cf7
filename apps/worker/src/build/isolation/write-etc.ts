import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { etcFiles } from "./show-system.js";

export type EtcInput = { user: number; home: string; names?: readonly string[] };

/** Writes the files of /etc that a build sees, and says where each is shown. */
export async function writeEtc(folder: string, { user, home, names }: EtcInput): Promise<{ path: string; at: string; writable: boolean }[]> {
  const files = Object.entries(etcFiles(user, home)).filter(([name]) => names?.includes(name) ?? true);
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return files.map(([name]) => ({ path: join(folder, name), at: `/etc/${name}`, writable: false }));
}

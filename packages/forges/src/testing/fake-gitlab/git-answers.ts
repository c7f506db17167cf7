import type { FastifyReply } from "fastify";
import { FakeError, type FakeMergeRequest, type FakeProject } from "./state.js";

export async function readBranches({ folder }: FakeProject) {
  const rows = await folder.git("for-each-ref", "--format=%(objectname) %(refname:short)", "refs/heads/");
  return rows.split("\n").filter(Boolean).map((row) => ({ name: row.slice(41), merged: false, protected: row.endsWith(" main"), default: row.endsWith(" main"), commit: { id: row.slice(0, 40), short_id: row.slice(0, 8) } }));
}

export async function readRawFile({ folder }: FakeProject, { path, ref }: { path: string; ref: string }, reply: FastifyReply) {
  const text = await folder.git("show", "--end-of-options", `${ref}:${path}`).catch(() => {
    throw new FakeError(404, "404 File Not Found");
  });
  return reply.type("text/plain").send(`${text}\n`);
}

/** What a merge request changes since it left its target: a diff for each file. */
export async function readDiffs({ folder }: FakeProject, { targetBranch, sha }: FakeMergeRequest) {
  const range = `refs/heads/${targetBranch}...${sha}`;
  const words = (await folder.git("diff", "--name-status", "-z", "-M", range)).split("\0");
  const diffs = [];
  for (let index = 0; index < words.length - 1; ) {
    const kind = words[index]?.[0];
    const oldPath = words[index + 1] ?? "";
    const newPath = kind === "R" ? (words[index + 2] ?? "") : oldPath;
    const diff = await folder.git("diff", "-M", range, "--", oldPath, newPath);
    diffs.push({ old_path: oldPath, new_path: newPath, a_mode: "100644", b_mode: "100644", new_file: kind === "A", renamed_file: kind === "R", deleted_file: kind === "D", generated_file: false, diff: diff.slice(diff.includes("\n@@") ? diff.indexOf("\n@@") + 1 : diff.length) });
    index += kind === "R" ? 3 : 2;
  }
  return diffs;
}

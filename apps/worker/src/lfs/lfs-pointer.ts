/** What git has in place of a file that is kept in Git LFS: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export type LfsPointer = { oid: string; sizeBytes: number };

/** The specification's own limit. */
export const longestPointer = 1_024;

/** Reads a pointer file; null for what is none. */
export function readPointer(text: string): LfsPointer | null {
  if (!/^version https:\/\/(?:git-lfs\.github\.com\/spec\/v1|hawser\.github\.com\/spec\/v1)\n/.test(text)) return null;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return oid === undefined || size === undefined ? null : { oid, sizeBytes: Number(size) };
}

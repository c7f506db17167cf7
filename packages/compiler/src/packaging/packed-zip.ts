/** Where the bytes of a zip are: small ones in memory, others in a file, or nowhere when the caller gave no place for them. */
export type ArtifactContent = { in: "memory"; bytes: Uint8Array } | { in: "file"; path: string } | { in: "nowhere" };

/** A finished zip. */
export type PackedZip = {
  /** SHA-256 of its bytes, hex. */
  hash: string;
  sizeBytes: number;
  content: ArtifactContent;
};

import type { PackedZip } from "./packaging/packed-zip.js";

/** A file that is written once, from its beginning to its end. */
export type ShelfFile = {
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the file and gives it its name. @returns its path */
  keep(name: string): Promise<string>;
  /** Closes and removes the file; does nothing after `keep`. */
  discard(): Promise<void>;
};

/**
 * Where zips are kept from one compilation to the next, so that what did not change is not packed again. A fingerprint
 * names what is in a zip: names, contents and executable bits.
 */
export type ArtifactShelf = {
  find(fingerprint: string): Promise<PackedZip | null>;
  keep(fingerprint: string, zip: PackedZip): Promise<void>;
  /** A new file for a zip that is too large for memory; null: this shelf has no room for such. */
  createFile(): Promise<ShelfFile | null>;
  /** SHA-256 of the contents of files, by `FileInfo.version`: a file that did not change is not read again. */
  readonly contentHashes: Map<string, string>;
};

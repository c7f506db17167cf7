import type { ArtifactShelf } from "./artifact-shelf.js";
import type { PackedZip } from "./packaging/packed-zip.js";

/** Of the zips used last, so much is kept. */
const mostBytes = 64 * 1024 * 1024;
const mostHashes = 200_000;

/** A shelf for a process that compiles the same services again and again. Large zips are remembered by their hash only. */
export function memoryShelf(): ArtifactShelf {
  const zips = new Map<string, PackedZip>();
  const contentHashes = new Map<string, string>();
  let bytes = 0;
  const sizeOf = ({ content }: PackedZip): number => (content.in === "memory" ? content.bytes.byteLength : 0);
  return {
    contentHashes,
    createFile: async () => null,
    async find(fingerprint) {
      const zip = zips.get(fingerprint);
      if (!zip) return null;
      zips.delete(fingerprint);
      zips.set(fingerprint, zip);
      return zip;
    },
    async keep(fingerprint, zip) {
      if (zips.has(fingerprint)) return;
      zips.set(fingerprint, zip);
      bytes += sizeOf(zip);
      for (const [oldest, old] of zips) {
        if (bytes <= mostBytes) break;
        zips.delete(oldest);
        bytes -= sizeOf(old);
      }
      if (contentHashes.size > mostHashes) contentHashes.clear();
    },
  };
}

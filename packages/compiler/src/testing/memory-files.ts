import type { FileSource } from "../file-source.js";

/** Files that are only in memory, for tests of what needs no disk. Modules are neither evaluated nor bundled. */
export function memoryFiles(files: Readonly<Record<string, string>>): FileSource {
  const find = (path: string): string | null => files[path.replace(/^\.\//, "")] ?? null;
  return {
    readText: async (path) => find(path),
    async read(path) {
      const text = find(path);
      return text === null ? null : { content: Buffer.from(text), executable: false };
    },
    async inspect(path) {
      const text = find(path);
      return text === null ? null : { sizeBytes: Buffer.byteLength(text), executable: false, version: text };
    },
    async *stream(path) {
      yield Buffer.from(find(path) ?? "");
    },
    realPath: async (path) => (find(path) === null ? null : path),
    list: async () => Object.keys(files),
    bundle: async () => ({ outputs: [], externals: [], errors: [], warnings: [] }),
    evaluate: async () => null,
  };
}

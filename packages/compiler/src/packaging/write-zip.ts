import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { crc32, createDeflateRaw, deflateRaw } from "node:zlib";
import { dataDescriptor, directoryHeader, endOfDirectory, localHeader, longestEntryBytes, type EntryFacts } from "./zip-format.js";

/** A file of a zip. What is not too large is read at once and packed beside others; the rest goes through in pieces. */
export type ZipEntry = {
  name: string;
  executable: boolean;
  sizeBytes: number;
  read: () => Promise<Uint8Array>;
  stream: () => AsyncIterable<Uint8Array>;
};

/** An entry whose content is in memory already. */
export function entryOf(name: string, content: Uint8Array, executable = false): ZipEntry {
  const stream = async function* pieces(): AsyncIterable<Uint8Array> {
    yield content;
  };
  return { name, executable, sizeBytes: content.byteLength, read: async () => content, stream };
}

export type ZipOptions = {
  /** Gets the zip's bytes in their order. The next ones come when its promise is settled. */
  write: (bytes: Uint8Array) => Promise<void> | void;
  signal?: AbortSignal | undefined;
  /** Told after each file. */
  onEntry?: ((entry: ZipEntry) => void) | undefined;
};

/** Two for each thread that packs, so that reading never keeps one waiting. */
const packedAtOnce = 8;
/** With the limit above, what is in memory at a time stays below 20 MB, whatever the size of the zip. */
const readAtOnceUpToBytes = 1024 * 1024;

/**
 * Writes a zip of these entries, sorted by name, with a fixed time, and of the mode only whether it is executable: the
 * same bytes for the same files on any machine. Throws what reading a file and `write` throw, `signal`'s reason, and
 * RangeError for a file above 4 GB.
 */
export async function writeZip(entries: readonly ZipEntry[], options: ZipOptions): Promise<void> {
  const sorted = entries.map((entry) => ({ entry, name: Buffer.from(entry.name) })).sort((a, b) => Buffer.compare(a.name, b.name));
  const output = createOutput(options);
  const packing: (Promise<Packed> | null)[] = [];
  const directory: Buffer[] = [];
  for (const [index, { entry, name }] of sorted.entries()) {
    options.signal?.throwIfAborted();
    while (packing.length < Math.min(sorted.length, index + packedAtOnce)) packing.push(startPacking(sorted[packing.length]?.entry));
    const offset = output.written();
    const packed = await packing[index];
    packing[index] = null;
    const facts = packed ? await output.writePacked(packed, { entry, name }) : await output.writePieces({ entry, name });
    directory.push(directoryHeader(facts, offset));
    options.onEntry?.(entry);
  }
  const offset = output.written();
  const headers = Buffer.concat(directory);
  await output.write(headers);
  await output.write(endOfDirectory({ offset, sizeBytes: headers.length, entries: sorted.length }));
}

type Packed = { data: Uint8Array; compressed: boolean; crc: number; sizeBytes: number };
type Named = { entry: ZipEntry; name: Buffer };

const deflateAtOnce = promisify<Uint8Array, Buffer>(deflateRaw);

/** Null for an entry that has to go through in pieces, when its turn comes. */
function startPacking(entry: ZipEntry | undefined): Promise<Packed> | null {
  if (!entry || entry.sizeBytes > readAtOnceUpToBytes) return null;
  const packed = pack(entry);
  // One that fails before its turn is reported in its turn, or not at all when an earlier one failed.
  packed.catch(() => undefined);
  return packed;
}

async function pack(entry: ZipEntry): Promise<Packed> {
  const content = await entry.read();
  const smaller = content.byteLength === 0 ? content : await deflateAtOnce(content);
  const compressed = smaller.byteLength < content.byteLength;
  return { data: compressed ? smaller : content, compressed, crc: crc32(content), sizeBytes: content.byteLength };
}

type Output = {
  written(): number;
  write(bytes: Uint8Array): Promise<void> | void;
  writePacked(packed: Packed, named: Named): Promise<EntryFacts>;
  writePieces(named: Named): Promise<EntryFacts>;
};

function createOutput(options: ZipOptions): Output {
  let written = 0;
  const write = (bytes: Uint8Array): Promise<void> | void => {
    written += bytes.byteLength;
    return options.write(bytes);
  };
  return {
    written: () => written,
    write,
    async writePacked({ data, compressed, crc, sizeBytes }, { entry, name }) {
      const facts = { name, executable: entry.executable, compressed, crc, packedBytes: data.byteLength, sizeBytes, trailing: false };
      await write(localHeader(facts));
      await write(data);
      return facts;
    },
    async writePieces({ entry, name }) {
      const facts = { name, executable: entry.executable, compressed: true, crc: 0, packedBytes: 0, sizeBytes: 0, trailing: true };
      await write(localHeader(facts));
      const before = written;
      const { crc, sizeBytes } = await deflatePieces(entry.stream(), { write, signal: options.signal });
      const done = { ...facts, crc, sizeBytes, packedBytes: written - before };
      if (sizeBytes > longestEntryBytes) throw new RangeError(`${entry.name} is larger than 4 GB`);
      await write(dataDescriptor(done));
      return done;
    },
  };
}

async function deflatePieces(pieces: AsyncIterable<Uint8Array>, { write, signal }: ZipOptions): Promise<{ crc: number; sizeBytes: number }> {
  let crc = 0;
  let sizeBytes = 0;
  await pipeline(
    pieces,
    async function* measured(source: AsyncIterable<Uint8Array>) {
      for await (const piece of source) {
        crc = crc32(piece, crc);
        sizeBytes += piece.byteLength;
        yield piece;
      }
    },
    createDeflateRaw(),
    async (packed: AsyncIterable<Uint8Array>) => {
      for await (const piece of packed) await write(piece);
    },
    signal ? { signal } : {},
  );
  return { crc, sizeBytes };
}

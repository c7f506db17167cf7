/** What the format needs to know of one entry whose data is known. */
export type EntryFacts = {
  name: Buffer;
  executable: boolean;
  compressed: boolean;
  crc: number;
  packedBytes: number;
  sizeBytes: number;
  /** Sizes and checksum follow the data, because they are known only after it. */
  trailing: boolean;
};

/** 1980-01-01, the earliest date that the format can hold, so that equal files make equal zips at any time. */
const dosDate = 0x21;
const unixMadeBy = (3 << 8) | 63;
const executableMode = 0o100755;
const plainMode = 0o100644;
const deflated = 8;
/** Names are UTF-8 (bit 11); sizes follow the data (bit 3). */
const utf8Flag = 0x800;
const trailingFlag = 0x8;
/** Sizes and counts above these need the extension to 64 bits, which Lambda's limits keep out of reach, but for the count. */
export const longestEntryBytes = 0xffff_ffff;
const mostEntries = 0xffff;

/** What stands before an entry's data. */
export function localHeader(entry: EntryFacts): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  writeShared(header, 4, entry);
  return Buffer.concat([header, entry.name]);
}

/** What stands after the data of an entry whose sizes were not known before it. */
export function dataDescriptor({ crc, packedBytes, sizeBytes }: EntryFacts): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x0807_4b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packedBytes, 8);
  descriptor.writeUInt32LE(sizeBytes, 12);
  return descriptor;
}

/** An entry's line in the directory at the end. */
export function directoryHeader(entry: EntryFacts, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(unixMadeBy, 4);
  writeShared(header, 6, { ...entry, trailing: false });
  header.writeUInt16LE(flagsOf(entry), 8);
  header.writeUInt32LE(((entry.executable ? executableMode : plainMode) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, entry.name]);
}

/** The end of a zip: where the directory begins, how long it is, and of how many entries. */
export function endOfDirectory(directory: { offset: number; sizeBytes: number; entries: number }): Buffer {
  const { offset, sizeBytes, entries } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(entries, mostEntries), 8);
  end.writeUInt16LE(Math.min(entries, mostEntries), 10);
  end.writeUInt32LE(sizeBytes, 12);
  end.writeUInt32LE(offset, 16);
  return entries < mostEntries ? end : Buffer.concat([wideEnd(directory), end]);
}

/** The 64-bit record of the end, and the pointer to it. */
function wideEnd({ offset, sizeBytes, entries }: { offset: number; sizeBytes: number; entries: number }): Buffer {
  const wide = Buffer.alloc(56 + 20);
  wide.writeUInt32LE(0x0606_4b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(unixMadeBy, 12);
  wide.writeUInt16LE(45, 14);
  wide.writeBigUInt64LE(BigInt(entries), 24);
  wide.writeBigUInt64LE(BigInt(entries), 32);
  wide.writeBigUInt64LE(BigInt(sizeBytes), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  wide.writeUInt32LE(0x0706_4b50, 56);
  wide.writeBigUInt64LE(BigInt(offset + sizeBytes), 64);
  wide.writeUInt32LE(1, 72);
  return wide;
}

const flagsOf = ({ trailing }: EntryFacts): number => (trailing ? utf8Flag | trailingFlag : utf8Flag);

/** The fields that both headers have, from `version needed` to `extra length`. */
function writeShared(header: Buffer, at: number, entry: EntryFacts): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(flagsOf(entry), at + 2);
  header.writeUInt16LE(entry.compressed ? deflated : 0, at + 4);
  header.writeUInt16LE(dosDate, at + 8);
  if (!entry.trailing) {
    header.writeUInt32LE(entry.crc, at + 10);
    header.writeUInt32LE(entry.packedBytes, at + 14);
    header.writeUInt32LE(entry.sizeBytes, at + 18);
  }
  header.writeUInt16LE(entry.name.length, at + 22);
}

import { gzipSync } from "node:zlib";

export type RawEntry = {
  name: string;
  /** As tar has it: 0 file, 1 hard link, 2 symbolic link, 3 and 4 devices, 5 folder, 6 pipe, x pax header. */
  type?: string;
  link?: string;
  content?: string | Buffer;
  /** What the header says, where that is not the truth. */
  size?: number;
  mode?: number;
};

/** One entry of a tar archive, byte by byte, with nothing in the way of what it says. */
export function rawEntry({ name, type = "0", link = "", content = "", size, mode = 0o644 }: RawEntry): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, "0");
  header.write(name, 0, 100);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size ?? body.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.fill(" ", 148, 156);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write("ustar\x0000", 257);
  header.write(octal(header.reduce((sum, byte) => sum + byte, 0), 7), 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A pax header that gives the entry after it this name, or this target. */
export function paxEntry(key: "path" | "linkpath", value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return rawEntry({ name: "pax", type: "x", content: `${length}${rest}` });
}

/** A gzipped archive of these entries. */
export function rawArchive(...entries: (RawEntry | Buffer)[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map((entry) => (Buffer.isBuffer(entry) ? entry : rawEntry(entry))), Buffer.alloc(1024)]));
}

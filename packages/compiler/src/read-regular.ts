import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { FileUnreadableError } from "./file-source.js";
import { absentAsNull } from "./inside-root.js";

/** A real path has no link at its end; one that was put there since leads nowhere. */
const withoutLink = constants.O_RDONLY | constants.O_NOFOLLOW;
/** Fixed, because what a file is packed to depends on the pieces in which it is read. */
const pieceBytes = 64 * 1024;
const executableByOwner = 0o100;

const unreadable: Record<string, string> = {
  EACCES: "may not be read",
  ELOOP: "is a link that leads to itself",
  ENAMETOOLONG: "has a name that is too long",
  ENXIO: "is no ordinary file",
  EPERM: "may not be read",
};

/** What asking for a file gives: null where there is no such file. @throws FileUnreadableError for a file that cannot be read */
export async function readable<T>(path: string, asked: Promise<T>): Promise<T | null> {
  // A link that leads to itself is nothing to whoever lists a folder, and an error to whoever names it.
  const told = asked.catch((error: unknown) => {
    const why = unreadable[error instanceof Error && "code" in error ? String(error.code) : ""];
    throw why === undefined ? error : new FileUnreadableError(`${path.slice(0, 200)} ${why}`);
  });
  return absentAsNull(told);
}

/**
 * Reads a file that is one: what waits for a writer or never ends, as a pipe or a device, is not opened for reading.
 * @throws FileUnreadableError for another kind of file, and for one of more bytes than it may have
 */
export async function readRegular(real: string, { path, maxBytes = Number.POSITIVE_INFINITY }: { path: string; maxBytes?: number }): Promise<{ content: Buffer; executable: boolean }> {
  const file = await open(real, withoutLink | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new FileUnreadableError(`${path} is ${info.isDirectory() ? "a folder" : "no ordinary file"}`);
    if (info.size > maxBytes) throw new FileUnreadableError(`${path} has ${info.size} bytes, and a config file may have ${maxBytes}`);
    return { content: await file.readFile(), executable: (info.mode & executableByOwner) !== 0 };
  } finally {
    await file.close();
  }
}

/** The content of a file in pieces of a fixed size. */
export async function* piecesOf(real: string): AsyncIterable<Uint8Array> {
  const file = await open(real, withoutLink);
  try {
    yield* readPieces(file);
  } finally {
    await file.close();
  }
}

async function* readPieces(file: FileHandle): AsyncIterable<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

import { StringDecoder } from "node:string_decoder";

/** Longest line that a log keeps, in characters. */
export const longestLine = 16_384;

const cutNote = " … [line cut]";

export type LineSplitter = { push(chunk: Buffer): void; end(): void };

/**
 * Turns a process's output into lines, whatever pieces it arrives in: characters and secrets that are split across
 * two pieces are whole again in the line. A line longer than `longestLine` is cut and says so; `mask` sees it
 * before the cut, with `lookahead` more characters, so that no half of a secret is left at the end. What was
 * overwritten by a carriage return, as progress bars do, is left out.
 */
export function createLineSplitter(input: {
  onLine: (line: string) => void;
  mask: (text: string) => string;
  lookahead: number;
}): LineSplitter {
  const decoder = new StringDecoder("utf8");
  const limit = longestLine + input.lookahead;
  let pending = "";
  let overflowed = false;

  const emit = (): void => {
    const masked = input.mask(lastWritten(pending));
    const cut = overflowed || masked.length > longestLine;
    input.onLine(cut ? masked.slice(0, longestLine) + cutNote : masked);
    pending = "";
    overflowed = false;
  };
  const add = (text: string): void => {
    const room = limit - pending.length;
    if (text.length > room) overflowed = true;
    pending += text.length > room ? text.slice(0, Math.max(0, room)) : text;
  };
  const write = (text: string): void => {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      add(text.slice(from, end));
      emit();
      from = end + 1;
    }
    if (from < text.length) add(text.slice(from));
  };
  return {
    push: (chunk) => write(decoder.write(chunk)),
    end: () => {
      write(decoder.end());
      if (pending !== "") emit();
    },
  };
}

function lastWritten(line: string): string {
  const last = line.lastIndexOf("\r");
  if (last < 0) return line;
  const text = last === line.length - 1 ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}

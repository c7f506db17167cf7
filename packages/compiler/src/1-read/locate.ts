import type { SourcePlace } from "@windlass/contracts/error";
import type { Provenance } from "../2-resolve/provenance.js";
import { formatPath, type Path } from "../path.js";
import { readPositions, type FindPosition } from "./positions.js";

/** Finds the place of a path of the config: in the config file, or in the file that the value was included from. */
export type Locator = (path: Path) => SourcePlace;

type Main = { path: string; text: string | null };

/** Looks up lines and columns. The positions of a file are read when the first place in it is asked for. */
export function createLocator(main: Main, provenance: Provenance): Locator {
  const known = new Map<string | null, FindPosition | null>();
  const positionsOf = (file: string | null): FindPosition | null => {
    const read = known.get(file);
    if (read !== undefined) return read;
    const text = file === null ? main.text : (provenance.texts.get(file) ?? null);
    const positions = text === null ? null : readPositions(text);
    known.set(file, positions);
    return positions;
  };
  return (path) => {
    const property = path.length === 0 ? null : formatPath(path);
    const place = provenance.placeOf(path);
    const position = positionsOf(place.file)?.(place.path) ?? { line: null, column: null };
    return { file: place.file ?? main.path, ...position, property };
  };
}

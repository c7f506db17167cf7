import type { SourcePlace } from "@windlass/contracts/error";
import type { Provenance, ValuePlace } from "../2-resolve/provenance.js";
import { formatPath, type Path } from "../path.js";
import { readPositions, type FindPosition } from "./positions.js";

/** Finds the place of a path of the config: in the config file, or in the file that the value was included from. */
export type Locator = (path: Path) => SourcePlace;

/** The config file; `text` is null where it has no lines to name, as a module. */
export type MainFile = { path: string; text: string | null };

export type Places = {
  locate: Locator;
  /** The place of a value that a variable took. */
  locateValue(place: ValuePlace): SourcePlace;
};

/** Looks up lines and columns. The positions of a file are read when the first place in it is asked for. */
export function createPlaces(main: MainFile, provenance: Provenance): Places {
  const known = new Map<string | null, FindPosition | null>();
  const positionsOf = (file: string | null): FindPosition | null => {
    const read = known.get(file);
    if (read !== undefined) return read;
    const text = file === null ? main.text : (provenance.texts.get(file) ?? null);
    const positions = text === null ? null : readPositions(text);
    known.set(file, positions);
    return positions;
  };
  const placeAt = ({ file, path }: ValuePlace, property: Path): SourcePlace => ({
    file: file ?? main.path,
    ...(positionsOf(file)?.(path) ?? { line: null, column: null }),
    property: property.length === 0 ? null : formatPath(property),
  });
  const locate: Locator = (path) => placeAt(provenance.placeOf(path), path);
  return { locate, locateValue: (place) => (place.file === null ? locate(place.path) : placeAt(place, place.path)) };
}

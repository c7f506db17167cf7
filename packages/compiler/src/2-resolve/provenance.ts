import type { Json } from "@windlass/cloudformation/template";
import type { Path } from "../path.js";

/** Where a value stands: in another file of the service (`file`), or in the config itself (null). */
export type ValuePlace = { file: string | null; path: Path };

/** One variable that had a value. */
export type VariableUse = {
  variable: string;
  source: string;
  address: string | null;
  from: ValuePlace | null;
  version: string | null;
  secret: boolean;
};

/** Where the values of a resolved config came from. Kept while it is resolved, read when somebody asks. */
export class Provenance {
  /** By path (its keys joined with NUL), what each variable in the value gave. */
  readonly uses = new Map<string, VariableUse[]>();
  /** By path, where the whole value was taken from. What is below it stands there, and not where the variable is. */
  readonly grafts = new Map<string, ValuePlace>();
  /** Texts of the files that values were taken from. */
  readonly texts = new Map<string, string>();
  /** Every text that must not be shown. */
  readonly secrets = new Set<string>();

  /** Records that what is below one path of the config was moved there from another. */
  moved(path: Path, from: Path): void {
    this.grafts.set(keyOf(path), { file: null, path: from });
  }

  /** Keeps every text in a secret value. */
  addSecret(value: Json | undefined): void {
    if (typeof value === "string") this.secrets.add(value);
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) this.addSecret(item);
  }

  /** Where the value at a path of the config stands, and the path in that file. */
  placeOf(path: Path): ValuePlace {
    let at = path;
    // Every step leads to where a variable took its value from; circles were refused, so this is a bound for defects only.
    for (let steps = 0; steps < 100; steps += 1) {
      const graft = this.graftAbove(at);
      if (!graft) break;
      const place = { file: graft.place.file, path: [...graft.place.path, ...at.slice(graft.depth)] };
      if (place.file !== null) return place;
      at = place.path;
    }
    return { file: null, path: at };
  }

  /** Whether the value at a path, or one that it is part of, is secret. */
  isSecret(path: Path): boolean {
    let at = path;
    for (let steps = 0; steps < 100; steps += 1) {
      for (let depth = at.length; depth > 0; depth -= 1) {
        if (this.uses.get(keyOf(at.slice(0, depth)))?.some((use) => use.secret)) return true;
      }
      const graft = this.graftAbove(at);
      if (!graft || graft.place.file !== null) return false;
      at = [...graft.place.path, ...at.slice(graft.depth)];
    }
    return false;
  }

  private graftAbove(path: Path): { place: ValuePlace; depth: number } | null {
    if (this.grafts.size === 0) return null;
    for (let depth = path.length - 1; depth > 0; depth -= 1) {
      const place = this.grafts.get(keyOf(path.slice(0, depth)));
      if (place) return { place, depth };
    }
    return null;
  }
}

export function keyOf(path: Path): string {
  return path.join("\0");
}

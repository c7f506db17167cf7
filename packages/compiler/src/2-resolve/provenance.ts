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
  /** Where a value stood before the lists of the config were merged. */
  pathInLists: (path: Path) => Path = (path) => path;
  /** Texts of the files that values were taken from. */
  readonly texts = new Map<string, string>();
  /** Every text that must not be shown. */
  readonly secrets = new Set<string>();

  /** What the variables gave of which the value at a path was made; of one that was copied, those of its original. */
  usesOf(path: Path): readonly VariableUse[] {
    for (const at of this.trail(path)) {
      const uses = this.uses.get(keyOf(at));
      if (uses) return uses;
    }
    return [];
  }

  private hasSecrets = false;

  /** Keeps every text in a secret value. */
  addSecret(value: Json | undefined): void {
    this.hasSecrets = true;
    if (typeof value === "string") this.secrets.add(value);
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) this.addSecret(item);
  }

  /** Where the key at a path of the config stands, and the path in that file. */
  placeOf(path: Path): ValuePlace {
    let at = path;
    for (const next of this.trail(path)) at = next;
    const graft = this.originAbove(at);
    return graft && graft.file !== null ? graft : { file: null, path: at };
  }

  /** Whether the value at a path, or one that it is part of, is secret. */
  isSecret(path: Path): boolean {
    if (!this.hasSecrets) return false;
    for (const at of this.trail(path)) {
      for (let depth = at.length; depth > 0; depth -= 1) {
        if (this.uses.get(keyOf(at.slice(0, depth)))?.some((use) => use.secret)) return true;
      }
    }
    return false;
  }

  /** A path, the path of the config that it was copied or moved from, and so on. */
  private *trail(path: Path): Generator<Path> {
    let at = this.pathInLists(path);
    // Circles were refused, so that the bound is for defects only.
    for (let steps = 0; steps < 100; steps += 1) {
      yield at;
      const origin = this.originAbove(at);
      if (!origin || origin.file !== null) return;
      at = origin.path;
    }
  }

  private originAbove(path: Path): ValuePlace | null {
    if (this.grafts.size === 0) return null;
    for (let depth = path.length - 1; depth > 0; depth -= 1) {
      const graft = this.grafts.get(keyOf(path.slice(0, depth)));
      if (graft) return { file: graft.file, path: [...graft.path, ...path.slice(depth)] };
    }
    return null;
  }
}

export function keyOf(path: Path): string {
  return path.join("\0");
}

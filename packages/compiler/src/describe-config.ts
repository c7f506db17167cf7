import { secretMask, type ResolvedConfig, type ValueOrigin } from "@windlass/contracts/resolved-config";
import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { Places } from "./1-read/locate.js";
import type { ConfigFile } from "./1-read/read-config.js";
import type { Provenance } from "./2-resolve/provenance.js";
import type { Path } from "./path.js";

/** A config after it was checked, and what is known of where its values came from. */
export type ConfigSource = { file: ConfigFile; provenance: Provenance; places: Places };

type Shown = ResolvedConfig["value"];

/** Shorter secrets cannot be told from ordinary text; where they came from is still known by their path. */
const shortestSecret = 4;

/** Puts together what people may see of a config: its values, secrets masked, and where each came from. */
export function describeConfig({ file, provenance, places }: ConfigSource): ResolvedConfig {
  const files = [file.path];
  const origins: ResolvedConfig["origins"] = {};
  const keyPlaces: ResolvedConfig["places"] = {};
  const maskText = createTextMask(provenance);

  const fileIndex = (name: string): number => {
    const known = files.indexOf(name);
    return known < 0 ? files.push(name) - 1 : known;
  };
  const visit = (value: Json, path: Path, pointer: string): Shown => {
    if (path.length > 0) {
      const { file: name, line, column } = places.locate(path);
      if (line !== null && column !== null) keyPlaces[pointer] = [fileIndex(name), line, column];
      const found = originsOf(path, { provenance, places, maskText });
      if (found.length > 0) origins[pointer] = found;
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index], `${pointer}/${index}`));
    if (isJsonObject(value)) {
      const shown: Record<string, Shown> = {};
      for (const [key, item] of Object.entries(value)) {
        if (item !== undefined) shown[key] = visit(item, [...path, key], `${pointer}/${escapePointer(key)}`);
      }
      return shown;
    }
    if (value !== null && provenance.isSecret(path)) return secretMask;
    return typeof value === "string" ? maskText(value) : value;
  };
  const value = visit(file.config, [], "");
  return { file: file.path, value, origins, files, places: keyPlaces };
}

type OriginContext = Omit<ConfigSource, "file"> & { maskText: (text: string) => string };

function originsOf(path: Path, { provenance, places, maskText }: OriginContext): ValueOrigin[] {
  return provenance.usesOf(path).map(({ variable, source, address, from, version, secret }) => ({
    variable,
    source,
    address: address === null ? null : maskText(address),
    place: from ? places.locateValue(from) : null,
    version,
    secret,
  }));
}

/** Masks every secret in a text, wherever else it was put together from one. */
function createTextMask({ secrets }: Provenance): (text: string) => string {
  const known = Array.from(secrets).filter((secret) => secret.length >= shortestSecret).sort((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  return (text) => known.reduce((masked, secret) => masked.replaceAll(secret, secretMask), text);
}

function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

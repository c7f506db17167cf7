import type { SourcePlace } from "@windlass/contracts/error";
import type { ValueOrigin } from "@windlass/contracts/resolved-config";

/** `ssm v3`, `file config/dev.yml:12`, `param`, `self`, `fallback`. */
export function originText({ source, place, address, version }: ValueOrigin): string {
  if (version !== null) return `${source} ${versionText(version)}`;
  if (source !== "file") return source;
  const where = place === null ? address : fileText(place);
  return where === null ? source : `${source} ${where}`;
}

/** `v3`; a long version, such as an object's in S3, by its beginning. */
export function versionText(version: string): string {
  if (/^\d+$/.test(version)) return `v${version}`;
  return version.length > 12 ? `${version.slice(0, 8)}…` : version;
}

/** `config/dev.yml:12` */
export function fileText({ file, line }: Pick<SourcePlace, "file" | "line">): string {
  return line === null ? file : `${file}:${line}`;
}

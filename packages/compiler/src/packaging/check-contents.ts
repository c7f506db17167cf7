import type { Problem } from "../diagnostic.js";
import type { FileSource } from "../file-source.js";
import type { Path } from "../path.js";

/** A file that is going into a zip, with its size. */
export type Content = { name: string; sizeBytes: number; path: string | null };

/** What Lambda unpacks at most, function and layers together. */
const largestUnpackedBytes = 250 * 1024 * 1024;
/** Examples of settings, made to be shown. */
const examples = /\.(?:example|sample|template|dist|defaults?)$/;
const keyEndings = /\.(?:pem|key|p12|pfx)$/i;
/** A private key's file is small; what is larger is a bundle of certificates. */
const largestKeyBytes = 64 * 1024;

/** What is wrong with the files of a zip: too much for Lambda. Null: nothing. */
export function findTooLarge(zip: string, contents: readonly Content[], path: Path): Problem | null {
  const total = contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total <= largestUnpackedBytes) return null;
  const largest = largestDirectories(contents).map(([name, sizeBytes]) => `${name} ${megabytes(sizeBytes)}`);
  return { code: "package_too_large", message: `${zip} is ${megabytes(total)} unpacked, and Lambda takes ${megabytes(largestUnpackedBytes)}: the largest are ${largest.join(", ")}`, path };
}

/** Files of a zip that hold secrets by their name, and private keys by their content. Those of packages are left out: they are public. */
export async function findSecrets(zip: string, contents: readonly Content[], { files, path }: { files: FileSource; path: Path }): Promise<Problem[]> {
  const found: string[] = [];
  for (const content of contents) {
    if (content.name.includes("node_modules/") || content.name.includes("site-packages/")) continue;
    if (isSecretByName(content.name) || (await isPrivateKey(content, files))) found.push(content.name);
  }
  if (found.length === 0) return [];
  const shown = found.length > 3 ? `${found.slice(0, 3).join(", ")} and ${found.length - 3} more` : found.join(", ");
  return [
    {
      code: "value_risky",
      message: `${zip} contains ${shown}, which everybody who may read the function's code can read`,
      hint: `Leave ${found.length === 1 ? "it" : "them"} out with \`package.patterns\`: ${found.slice(0, 3).map((name) => `"!${name}"`).join(", ")}.`,
      path,
    },
  ];
}

function isSecretByName(name: string): boolean {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (/^\.env(?:\..+)?$/.test(base)) return !examples.test(base);
  return base === ".npmrc" || base === ".netrc" || base === ".pypirc" || /(?:^|\/)\.aws\//.test(name) || /^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(base);
}

async function isPrivateKey({ name, sizeBytes, path }: Content, files: FileSource): Promise<boolean> {
  if (path === null || !keyEndings.test(name) || sizeBytes > largestKeyBytes) return false;
  if (/\.(?:p12|pfx)$/i.test(name)) return true;
  return (await files.readText(path))?.includes("PRIVATE KEY") ?? false;
}

function largestDirectories(contents: readonly Content[]): [string, number][] {
  const sizes = new Map<string, number>();
  for (const { name, sizeBytes } of contents) {
    const part = /^(?:.*?node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+(?:\/[^/]+(?=\/))?)/.exec(name)?.[0] ?? name;
    sizes.set(part, (sizes.get(part) ?? 0) + sizeBytes);
  }
  return Array.from(sizes).sort(([, a], [, b]) => b - a).slice(0, 3);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import type { Plugin } from "esbuild";

/** A bundle shows what it is made of: files of the server must not get into it, neither by a path nor through a link. */
export function insideOnly(root: string): Plugin {
  return {
    name: "inside-only",
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: "file" }, async ({ path }) => {
        const fromRoot = relative(root, await realpath(path).catch(() => path));
        const isInside = !isAbsolute(fromRoot) && fromRoot.split(sep)[0] !== "..";
        return isInside ? undefined : { errors: [{ text: `${relative(root, path)} is outside the repository` }] };
      });
    },
  };
}

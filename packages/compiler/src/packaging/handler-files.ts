import { PathOutsideError, type FileSource } from "../file-source.js";
import { defaultRuntime, type FunctionModel, type ServiceModel } from "../4-model/service-model.js";

/** Looks for the files of handlers, each once: many functions share one. */
export type HandlerFiles = {
  /** The first of these endings with which there is a file; null: with none. */
  findEnding(base: string, endings: readonly string[]): Promise<string | null>;
};

export function createHandlerFiles(files: FileSource): HandlerFiles {
  const known = new Map<string, Promise<boolean>>();
  const exists = (path: string): Promise<boolean> => {
    const looked = known.get(path) ?? isFile(files, path);
    known.set(path, looked);
    return looked;
  };
  return {
    async findEnding(base, endings) {
      for (const ending of endings) if (await exists(`${base}${ending}`)) return ending;
      return null;
    },
  };
}

/** `src/items.get` names the file `src/items` with one of its runtime's endings. */
export function handlerBase(handler: string): string {
  return handler.replace(/\.[^./]*$/, "");
}

export function runtimeOf(model: ServiceModel, { config }: FunctionModel): string {
  return config.runtime || model.provider.runtime || defaultRuntime;
}

/** A handler outside of the repository is no file that could be packaged. */
async function isFile(files: FileSource, path: string): Promise<boolean> {
  try {
    return (await files.inspect(path)) !== null;
  } catch (error) {
    if (error instanceof PathOutsideError) return false;
    throw error;
  }
}

import type { Problem } from "../diagnostic.js";
import type { FileSource } from "../file-source.js";
import type { ServiceModel } from "../4-model/service-model.js";
import { runtimeOf } from "./handler-files.js";

const installer = "serverless-python-requirements";

/** What names a Python service's requirements, and the commands that install them beside the code. */
const sources = [
  ["uv.lock", "uv export --frozen --no-dev --no-emit-project -o requirements.lock.txt && pip install -r requirements.lock.txt --target ."],
  ["poetry.lock", "poetry export -o requirements.lock.txt && pip install -r requirements.lock.txt --target ."],
  ["Pipfile.lock", "pipenv requirements > requirements.lock.txt && pip install -r requirements.lock.txt --target ."],
  ["Pipfile", "pipenv requirements > requirements.lock.txt && pip install -r requirements.lock.txt --target ."],
  ["requirements.txt", "pip install -r requirements.txt --target ."],
] as const;

/**
 * Requirements that a plugin would have installed into the zip: nothing is installed here, so they must be there. A
 * service without that plugin never had them, or has them from a layer.
 */
export async function findMissingRequirements(model: ServiceModel, files: FileSource): Promise<Problem[]> {
  const index = model.plugins.indexOf(installer);
  if (index < 0) return [];
  const functions = model.functions.filter((fn) => runtimeOf(model, fn).startsWith("python") && fn.config.image === undefined && !fn.config.package?.artifact);
  if (functions.length === 0 || model.package.artifact) return [];
  const list = (await files.list(".")) ?? [];
  const found = sources.find(([name]) => list.includes(name));
  const areInstalled = list.some((file) => /\.dist-info\/(?:METADATA|RECORD)$/.test(file));
  if (!found || areInstalled) return [];
  const [name, command] = found;
  return [
    {
      code: "requirements_missing",
      message: `What ${name} asks for is not installed, so that ${functions.length === 1 ? `the function "${functions[0]?.key}"` : `${functions.length} functions`} will not find it`,
      hint: `The plugin ${installer} is not run. Install it in the service's build command: ${command}`,
      path: ["plugins", index],
    },
  ];
}

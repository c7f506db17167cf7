import type { CreateDeployment } from "@windlass/contracts/deployment";
import type { CommandContext } from "../context.js";
import { usageError } from "../usage-error.js";

export interface SourceOptions {
  ref?: string;
  dir?: string;
}

/** What is deployed: a ref of the repository, a folder of this machine, which is sent now, or what the stage follows. */
export async function chooseSource(context: CommandContext, { service, ref, dir }: SourceOptions & { service: string }): Promise<Pick<CreateDeployment, "ref" | "upload">> {
  if (dir === undefined) return ref === undefined ? {} : { ref };
  if (ref !== undefined) throw usageError("`--ref` and `--dir` exclude each other.", "Check the ref out and send that folder, or deploy it from the repository.");
  // What packs a folder is loaded where one is sent: most deployments are of a ref.
  const { sendFolder } = await import("./send-folder.js");
  return { upload: (await sendFolder(context, { service, dir })).id };
}

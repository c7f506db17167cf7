import { isJsonObject } from "@windlass/cloudformation/template";
import type { ServiceModel } from "../4-model/service-model.js";
import { readOwnProgram } from "../own-program.js";
import type { PackedZip } from "./packed-zip.js";
import { spoolZip } from "./spool-zip.js";
import { entryOf } from "./write-zip.js";

/** The modules of the functions behind the custom resources, as they are named in the zip. */
const modules = ["aws-client", "custom-resource", "invoke-permission", "s3/handler", "cognito-user-pool/handler", "api-gateway-cloud-watch-role/handler"];

/** Whether anything of the service is made by a custom resource: triggers of what exists already, logs of APIs. */
export function needsCustomResources({ functions, provider }: ServiceModel): boolean {
  if (provider.logs?.restApi || provider.logs?.websocket) return true;
  return functions.some(({ events }) => events.some(({ s3, cognitoUserPool }) => (isJsonObject(s3) && s3["existing"] === true) || cognitoUserPool?.existing));
}

let made: Promise<PackedZip> | undefined;

/** The zip of all of them; made once per process, it is always the same. */
export function zipCustomResources(): Promise<PackedZip> {
  made ??= makeZip();
  return made;
}

async function makeZip(): Promise<PackedZip> {
  const programs = await customResourcePrograms();
  return spoolZip(programs.map(({ name, text }) => entryOf(name, new TextEncoder().encode(text))), {});
}

/** What is in the zip. */
export async function customResourcePrograms(): Promise<{ name: string; text: string }[]> {
  const program = async (name: string) => ({ name: `${name}.js`, text: await readOwnProgram(new URL(`../custom-resources/${name}`, import.meta.url)) });
  return [{ name: "package.json", text: '{ "type": "module" }\n' }, ...(await Promise.all(modules.map(program)))];
}

import type { JsonObject, Template } from "@windlass/cloudformation/template";
import type { EventKind } from "../3-check/event-config.js";
import type { ServiceModel } from "../4-model/service-model.js";
import type { Packaged } from "../packaging/packaged.js";
import { cleanTemplate } from "./clean.js";
import { emitCore } from "./core.js";
import { eventEmitters } from "./events.js";
import { emitFunctions } from "./functions.js";
import { emitLayers } from "./layers.js";
import { mergeResources } from "./merge-resources.js";
import { emitLogsAndRole } from "./role.js";
import { TemplateBuilder } from "./template-builder.js";

export type Emitted = { template: Template; builder: TemplateBuilder };

/** The template of a service, made in the reference's order. */
export function emitTemplate(model: ServiceModel, packaged: Packaged): Emitted {
  const builder = new TemplateBuilder(model, packaged);
  emitCore(builder);
  builder.phase = "role";
  emitLogsAndRole(builder);
  builder.phase = "layers";
  emitLayers(builder);
  builder.phase = "functions";
  emitFunctions(builder);
  for (const kind of Object.keys(eventEmitters) as EventKind[]) {
    builder.phase = kind;
    eventEmitters[kind](builder);
  }
  builder.phase = "resources";
  nameExports(builder);
  const sections: JsonObject = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The AWS CloudFormation template for this Serverless application",
  };
  mergeResources(builder, sections);
  const template: Template = { ...sections, Resources: builder.resources, Outputs: builder.outputs };
  cleanTemplate(template);
  return { template, builder };
}

/** Generated outputs are exported; those that only the user defines are not, for this comes before they are merged. */
function nameExports({ outputs, model }: TemplateBuilder): void {
  for (const [name, output] of Object.entries(outputs)) output.Export ??= { Name: `sls-${model.service}-${model.stage}-${name}` };
}

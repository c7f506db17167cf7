import type { TemplateBuilder } from "../template-builder.js";
import { emitMqMappings } from "./mq-mapping.js";

/** `activemq`: a mapping for each queue of an ActiveMQ broker, and statements function by function. */
export function emitActivemq(builder: TemplateBuilder): void {
  emitMqMappings(builder, { kind: "activemq", idPart: "ActiveMQ" });
}

import type { TemplateBuilder } from "../template-builder.js";
import { emitMqMappings } from "./mq-mapping.js";

/** `rabbitmq`: a mapping for each queue of a RabbitMQ broker, and statements function by function. */
export function emitRabbitmq(builder: TemplateBuilder): void {
  emitMqMappings(builder, { kind: "rabbitmq", idPart: "RabbitMQ" });
}

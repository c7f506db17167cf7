import { boolean, object, string, text } from "../schema.js";

export type IotEvent = { sql: string; sqlVersion?: string; name?: string; enabled?: boolean; description?: string };
export const iot = object(
  { sql: text, sqlVersion: string({ enum: ["2015-10-08", "2016-03-23", "beta"] }), name: text, enabled: boolean, description: text },
  { required: ["sql"] },
);

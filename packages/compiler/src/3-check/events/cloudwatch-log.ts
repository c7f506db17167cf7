import { anyOf, object, string, text } from "../schema.js";

export type CloudwatchLogEvent = { logGroup: string; filter?: string | null };
const logGroup = string({ pattern: /^[/#A-Za-z0-9-_.]+$/, title: "the name of a log group" });
export const cloudwatchLog = anyOf(logGroup, object({ logGroup, filter: text }, { required: ["logGroup"] }));

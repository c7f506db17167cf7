import { relative } from "node:path";

// Says where this module lies, as many configs do to name their handlers.
export const hello = { handler: `${relative(process.cwd(), __dirname)}/../src/index.handler`, description: relative(process.cwd(), __filename) };

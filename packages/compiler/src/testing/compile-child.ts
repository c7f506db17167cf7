import { compile } from "../compile.js";
import { folderShelf } from "../folder-shelf.js";
import { nodeFiles } from "../node-files.js";

// A process of its own, so that its memory is that of one compilation: prints what was made and the most memory in use.
const [root = "", shelf = ""] = process.argv.slice(2);
const result = await compile({ files: nodeFiles(root), stage: "dev", region: "us-east-1", shelf: await folderShelf(shelf) });
const artifacts = result.ok ? result.artifacts.map(({ sizeBytes, hash, content }) => ({ sizeBytes, hash, content })) : [];
process.stdout.write(JSON.stringify({ ok: result.ok, artifacts, mostMemoryBytes: process.resourceUsage().maxRSS * 1024 }));

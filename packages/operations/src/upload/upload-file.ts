import { join } from "node:path";

/** Where archives that people sent are: in the data folder that API and workers share. */
export const uploadFolder = (dataDir: string): string => join(dataDir, "uploads");

/** The file of an archive with this SHA-256. */
export const uploadFile = (dataDir: string, hash: string): string => join(uploadFolder(dataDir), `${hash}.tar.gz`);

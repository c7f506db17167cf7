import type { Repository } from "@windlass/contracts/repository";

export const providerText = { github: "GitHub", git: "git", folder: "Folder on the server" } as const satisfies Record<Repository["provider"], string>;

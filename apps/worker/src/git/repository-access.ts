/** How a repository is reached: its address, and the token of a private https repository. */
export type RepositoryAccess = { id: string; url: string; accessToken: string | null };

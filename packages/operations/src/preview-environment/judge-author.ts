import type { Forge, ForgePermission } from "@windlass/contracts/forge";
import type { PreviewReason, PreviewSettings } from "@windlass/contracts/preview";

/** Whose code it is. Ids are the forge's own: names that commits carry decide about nothing (S14). */
export type AuthorshipInput = {
  isFork: boolean;
  author: { id: string; login: string } | null;
  /** Who pushed the newest commit, where the delivery is of a push: somebody who may write, since it is no fork. */
  pusher: { id: string; login: string } | null;
};

/** `why` is null for code that is trusted. */
export type Authorship = { trust: "trusted"; why: null } | { trust: "untrusted"; why: { reason: Extract<PreviewReason, "fork" | "author_permission">; message: string } };

const ranks = ["none", "read", "write", "admin"] as const satisfies readonly ForgePermission[];

/**
 * Decides whether the code of a pull request is that of people who may change the repository anyway. A fork's never is, and
 * neither is anything where the forge cannot be asked. Throws the `forge_…` errors.
 */
export async function judgeAuthor(input: AuthorshipInput, { permission, repository }: { permission: PreviewSettings["permission"]; repository: { forge: Pick<Forge, "readPermission">; fullName: string } | null }): Promise<Authorship> {
  const distrust = (reason: "fork" | "author_permission", message: string): Authorship => ({ trust: "untrusted", why: { reason, message } });
  if (input.isFork) return distrust("fork", "Its commits come from a fork.");
  if (repository === null) return distrust("author_permission", "Windlass is not connected with the repository's host, which could say what its author may do.");
  if (input.author === null) return distrust("author_permission", "Its author's account is gone.");
  for (const person of peopleOf(input)) {
    const has = await repository.forge.readPermission({ fullName: repository.fullName, login: person.login, id: person.id });
    if (ranks.indexOf(has) < ranks.indexOf(permission)) return distrust("author_permission", `${person.login} may ${has === "none" ? "do nothing" : has} in the repository; previews need ${permission}.`);
  }
  return { trust: "trusted", why: null };
}

function peopleOf({ author, pusher }: AuthorshipInput): { id: string; login: string }[] {
  return [author, pusher?.id === author?.id ? null : pusher].flatMap((person) => (person === null ? [] : [person]));
}

import type { Forge, ForgePermission } from "@windlass/contracts/forge";
import { expect, test } from "vitest";
import { judgeAuthor } from "./judge-author.js";

/** A forge that knows people by name and id, as GitHub does. */
function forgeWith(people: Record<string, ForgePermission>): { forge: Pick<Forge, "readPermission">; fullName: string } {
  return { fullName: "acme/shop", forge: { readPermission: async ({ login, id }) => people[`${login}:${id ?? ""}`] ?? "none" } };
}

const writer = { id: "1", login: "ada" };
const repository = forgeWith({ "ada:1": "write", "bob:2": "read", "eve:3": "admin" });
const judge = async (fields: Partial<Parameters<typeof judgeAuthor>[0]>, permission: "read" | "write" | "admin" = "write") =>
  (await judgeAuthor({ isFork: false, author: writer, pusher: null, ...fields }, { permission, repository })).why?.reason ?? "trusted";

test("trusts those who may change the repository, by the forge's own ids (S14)", async () => {
  expect(await judge({})).toBe("trusted");
  expect(await judge({ author: { id: "2", login: "bob" } })).toBe("author_permission");
  expect(await judge({ author: { id: "2", login: "bob" } }, "read")).toBe("trusted");
  expect(await judge({}, "admin")).toBe("author_permission");
  // The login of somebody trusted, taken over by somebody else.
  expect(await judge({ author: { id: "666", login: "ada" } })).toBe("author_permission");
  expect(await judge({ author: null })).toBe("author_permission");
});

test("trusts no fork, whoever opened it, and no push of somebody with less", async () => {
  expect(await judge({ isFork: true })).toBe("fork");
  expect(await judge({ author: { id: "3", login: "eve" }, pusher: writer }, "admin")).toBe("author_permission");
});

test("trusts nobody where the forge cannot be asked", async () => {
  expect(await judgeAuthor({ isFork: false, author: writer, pusher: null }, { permission: "write", repository: null })).toMatchObject({ trust: "untrusted" });
});

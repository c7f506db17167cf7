import { expect, it } from "vitest";
import { commitUrl } from "./commit-url.js";

const sha = "0123456789abcdef0123456789abcdef01234567";

it.each([
  "https://github.com/acme/shop",
  "https://github.com/acme/shop.git",
  "https://token@github.com/acme/shop.git",
  "git@github.com:acme/shop.git",
  "ssh://git@github.com/acme/shop.git",
])("links a commit of %s", (url) => {
  expect(commitUrl(url, sha)).toBe(`https://github.com/acme/shop/commit/${sha}`);
});

it.each(["https://gitlab.com/acme/shop", "/srv/git/shop", "https://github.com.evil.example/acme/shop", "https://github.com/acme"])(
  "does not link a commit of %s",
  (url) => {
    expect(commitUrl(url, sha)).toBeNull();
  },
);

it("does not link what is no commit", () => {
  expect(commitUrl("https://github.com/acme/shop", "javascript:alert(1)")).toBeNull();
});

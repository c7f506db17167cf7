import { expect, test } from "vitest";
import { forgeOfHost, forgePlace } from "./forge-place.js";

test.each([
  ["https://gitlab.com/acme/web/shop.git", "https://gitlab.com", "acme/web/shop"],
  ["https://git.example.com:8443/acme/shop/", "https://git.example.com:8443", "acme/shop"],
  ["http://127.0.0.1:4000/acme/shop.git", "http://127.0.0.1:4000", "acme/shop"],
  ["git@git.example.com:acme/web/shop.git", "https://git.example.com", "acme/web/shop"],
  ["ssh://git@git.example.com:2222/acme/shop.git", "https://git.example.com", "acme/shop"],
])("reads %s", (url, baseUrl, fullName) => {
  expect(forgePlace(url)).toEqual({ baseUrl, fullName });
});

test.each(["/srv/git/shop", "https://gitlab.com/shop.git", "https://gitlab.com/acme/..%2f..", "https://gitlab.com/../../x y"])("reads no place from %s", (url) => {
  expect(forgePlace(url)).toBeNull();
});

test("knows a service by its host alone", () => {
  expect(["https://GitLab.com/a/b", "git@gitlab.com:a/b.git", "https://bitbucket.org/a/b", "https://gitlab.com.evil.example/a/b", "https://evil.example/gitlab.com/b", "https://github.com/a/b"].map(forgeOfHost)).toEqual(["gitlab", "gitlab", "bitbucket", null, null, null]);
});

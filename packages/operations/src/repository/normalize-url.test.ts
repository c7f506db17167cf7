import { expect, test } from "vitest";
import { gitHubName, normalizeUrl } from "./normalize-url.js";

test.each([
  ["https://github.com/Acme/Shop.git", "github.com/acme/shop"],
  ["https://github.com/Acme/Shop/", "github.com/acme/shop"],
  ["https://x-access-token:secret@github.com/acme/shop", "github.com/acme/shop"],
  ["git@github.com:Acme/Shop.git", "github.com/acme/shop"],
  ["ssh://git@github.com/acme/shop.git", "github.com/acme/shop"],
  ["ssh://git@github.com:22/acme/shop.git", "github.com/acme/shop"],
  ["git://github.com/acme/shop.git", "github.com/acme/shop"],
  ["ssh://git@example.org:2222/acme/shop.git", "example.org:2222/acme/shop"],
  ["/srv/git/Shop.git", "/srv/git/Shop"],
  ["/srv/git/Shop/", "/srv/git/Shop"],
  ["file:///srv/git/Shop", "/srv/git/Shop"],
])("%s is %s", (url, normalized) => {
  expect(normalizeUrl(url)).toBe(normalized);
});

test.each([
  ["https://github.com/Acme/Shop.git", "Acme/Shop"],
  ["git@github.com:Acme/Shop.git", "Acme/Shop"],
  ["https://gitlab.com/acme/shop", null],
  ["/srv/github.com/acme", null],
  ["https://github.com/acme", null],
])("the GitHub name of %s is %s", (url, name) => {
  expect(gitHubName(url)).toBe(name);
});

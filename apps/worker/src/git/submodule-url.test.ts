import { expect, it } from "vitest";
import { submoduleUrl } from "./submodule-url.js";

const https = "https://git.example.com/acme/shop.git";
const ssh = "git@git.example.com:acme/shop.git";

it.each([
  [https, "../lib.git", "https://git.example.com/acme/lib.git"],
  [https, "./inner.git", "https://git.example.com/acme/shop.git/inner.git"],
  [https, "../../other/lib", "https://git.example.com/other/lib"],
  [https, "https://github.com/acme/lib", "https://github.com/acme/lib"],
  [https, "git@git.example.com:acme/lib.git", "https://git.example.com/acme/lib.git"],
  [https, "ssh://git@git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
  [ssh, "../lib.git", "git@git.example.com:acme/lib.git"],
  [ssh, "https://git.example.com/acme/lib.git", "git@git.example.com:acme/lib.git"],
  ["ssh://git@git.example.com:2222/acme/shop", "../lib", "ssh://git@git.example.com:2222/acme/lib"],
])("of %s, %s is %s", (parent, written, url) => expect(submoduleUrl(parent, written)).toBe(url));

// PROOFS S02
it.each([
  "/srv/git/secret", "file:///etc", "ext::sh -c id", "--upload-pack=touch", "../../../../etc", "../../..//etc", "git@other.example.com:x", "http://other.example.com/x", "git://git.example.com/x",
  "fd::3", "-oProxyCommand=id", "../a/../../../../x", "C:\\x",
])("%s is refused", (written) => {
  expect(() => submoduleUrl(https, written)).toThrow(/is refused/);
  expect(() => submoduleUrl(ssh, written)).toThrow(/is refused/);
});

it.each(["../other", "./x", "/srv/other"])("%s of a folder on the server is refused", (written) => expect(() => submoduleUrl("/srv/git/shop", written)).toThrow(/is refused/));

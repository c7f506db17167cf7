import { describe, expect, it } from "vitest";
import { repositoryAddress } from "./arguments.js";

describe("repositoryAddress", () => {
  it.each([
    ["https://github.com/acme/hello.git", "https://github.com/acme/hello.git"],
    ["git@github.com:acme/hello.git", "git@github.com:acme/hello.git"],
    ["/srv/git/hello", "/srv/git/hello"],
    ["./hello", "/usr/hello"],
    ["..", "/"],
    ["bin", "/usr/bin"],
    ["not-here", "not-here"],
  ])("%s becomes %s", (given, address) => {
    expect(repositoryAddress(given, "/usr")).toBe(address);
  });
});

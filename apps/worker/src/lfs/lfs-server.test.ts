import { describe, expect, it } from "vitest";
import { readPointer } from "./lfs-pointer.js";
import { lfsServerOf } from "./lfs-server.js";

const own = "https://git.example.org/team/shop.git";

describe("the Git LFS server of a repository", () => {
  it.each([
    [own, "https://git.example.org/team/shop.git/info/lfs", true],
    ["https://git.example.org/team/shop/", "https://git.example.org/team/shop.git/info/lfs", true],
    ["git@git.example.org:team/shop.git", "https://git.example.org/team/shop.git/info/lfs", false],
    ["ssh://git@git.example.org:2222/team/shop", "https://git.example.org/team/shop.git/info/lfs", false],
  ])("of %s is %s unless it says otherwise", (repository, url, isOwn) => {
    expect(lfsServerOf(repository, null)).toEqual({ url, isOwn });
  });

  it.each([
    ["https://git.example.org/other/lfs/", "https://git.example.org/other/lfs", true],
    ["https://lfs.example.com/shop", "https://lfs.example.com/shop", false],
    ["https://ada:secret@lfs.example.com/shop?x=1#y", "https://lfs.example.com/shop", false],
    ["https://git.example.org.evil.example/shop", "https://git.example.org.evil.example/shop", false],
    ["https://git.example.org@evil.example/shop", "https://evil.example/shop", false],
    ["https://git.example.org:444/shop", "https://git.example.org:444/shop", false],
  ])("may be %s, and only the repository's own place is opened", (written, url, isOwn) => {
    expect(lfsServerOf(own, written)).toEqual({ url, isOwn });
  });

  it.each(["http://git.example.org/x", "http://169.254.169.254/latest", "file:///etc", "ssh://git@git.example.org/x", "ext::sh -c x", "../x", "--upload-pack=x", "git@git.example.org:x"])("is refused as %s", (written) => {
    expect(() => lfsServerOf(own, written)).toThrow(expect.objectContaining({ code: "address_refused" }));
  });
});

describe("a pointer", () => {
  const oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

  it("is read as the specification has it", () => {
    expect(readPointer(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`)).toEqual({ oid, sizeBytes: 12_345 });
  });

  it.each(["", `oid sha256:${oid}\nsize 1\n`, `version https://git-lfs.github.com/spec/v1\noid sha256:../../x\nsize 1\n`, `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize -1\n`, `version https://example.org/spec/v1\noid sha256:${oid}\nsize 1\n`])(
    "is not %j",
    (text) => expect(readPointer(text)).toBeNull(),
  );
});

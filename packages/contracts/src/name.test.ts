import { describe, expect, it } from "vitest";
import { gitRefSchema, relativePathSchema, serviceNameSchema, stageNameSchema } from "./name.js";
import { repositoryUrlSchema } from "./repository.js";

const hostile = [
  "--upload-pack=touch /tmp/x",
  "-c core.sshCommand=id",
  "a;id",
  "$(id)",
  "a\nb",
  "a\0b",
  "../../etc/passwd",
  "a b",
  "ext::sh -c id",
  "",
];

describe("names refuse what a shell, git or a path could read as something else (S01)", () => {
  it.each(hostile)("service and stage name %j", (value) => {
    expect(serviceNameSchema.safeParse(value).success).toBe(false);
    expect(stageNameSchema.safeParse(value).success).toBe(false);
  });

  it.each(["--upload-pack=x", "-c", "a b", "a\nb", "a\0b", "a..b", "a^{commit}", "a~1", ""])("git ref %j", (value) => {
    expect(gitRefSchema.safeParse(value).success).toBe(false);
  });

  it.each(["main", "feature/x-1", "v1.2.3", "d670460b4b4aece5915caf5c68d12f560a9fe3e4", "users/ada@home"])("takes the git ref %j", (value) => {
    expect(gitRefSchema.safeParse(value).success).toBe(true);
  });

  it.each(["/etc", "../x", "a/../../b", "a\\..\\b", "a\0"])("relative path %j", (value) => {
    expect(relativePathSchema.safeParse(value).success).toBe(false);
  });

  it.each(["ext::sh -c id", "file:///etc", "-x", "--upload-pack=x", "relative/path", "https://", "git://h/x", "a@b:::x"])(
    "repository address %j",
    (value) => {
      expect(repositoryUrlSchema.safeParse(value).success).toBe(false);
    },
  );

  it.each(["https://github.com/acme/shop.git", "git@github.com:acme/shop.git", "ssh://git@host:22/x.git", "/srv/git/shop"])(
    "takes the repository address %j",
    (value) => {
      expect(repositoryUrlSchema.safeParse(value).success).toBe(true);
    },
  );
});

import { describe, expect, it } from "vitest";
import { code, link, plain } from "./markdown.js";

describe("text of other people", () => {
  it.each([
    ["mentions nobody", "thanks @octocat and @acme/ops", "thanks &#64;\u200boctocat and &#64;\u200bacme/ops"],
    ["refers to no issue", "fixes #1, acme/shop#2 and GH-3", "fixes &#35;\u200b1, acme/shop&#35;\u200b2 and GH\u200b-3"],
    ["refers to nothing of GitLab's", "!1 $2 &3 ~bug %\"v1\" 100% $HOME", "&#33;\u200b1 &#36;\u200b2 &#38;\u200b3 &#126;\u200bbug &#37;\u200b\"v1\" 100&#37; &#36;HOME"],
    ["does nothing for whoever writes it", "/merge", "&#47;merge"],
    ["is no markup", "# **a** _b_ `c` ~~d~~ [e](f) ![g](h) <img src=x> | i |\\", "&#35;\u200b &#42;&#42;a&#42;&#42; &#95;b&#95; &#96;c&#96; &#126;&#126;\u200bd&#126;&#126; &#91;e&#93;&#40;f&#41; &#33;&#91;g&#93;&#40;h&#41; &#60;img src&#61;x&#62; &#124; i &#124;&#92;"],
    ["links nowhere", "https://evil.example www.evil.example", "https&#58;//evil.example www&#46;evil.example"],
    ["stays in its line", "a\n\n---\r\n| b |\u2028c\td", "a --- &#124; b &#124; c d"],
    ["hides and turns nothing", "a\u202eb\u200bc\u2066d\ufeff", "a b c d"],
    ["is no comment of HTML", "--><!-- windlass:x -->", "--&#62;&#60;&#33;-- windlass:x --&#62;"],
    ["is no entity", "&lt;b&gt; &#64;", "&#38;lt;b&#38;gt; &#38;&#35;\u200b64;"],
  ])("%s", (_what, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it("is cut where it is too long, between characters", () => {
    expect(plain("x".repeat(400))).toBe(`${"x".repeat(299)}…`);
    expect(plain("😀😀😀😀", 4)).toBe("😀…");
  });

  it("is the same in a code span", () => {
    expect(code("a`b</code>@c")).toBe("<code>a&#96;b&#60;/code&#62;&#64;\u200bc</code>");
  });
});

describe("a link", () => {
  it("leads to http and https only", () => {
    expect([link("x", "javascript:alert(1)"), link("x", "data:text/html,y"), link("x", "not one"), link("x", null)]).toEqual(["x", "x", "x", "x"]);
  });

  it("does not end before its address does", () => {
    expect(link("x", "https://a.example/b)(c|d*e_f[g]<h>`")).toBe("[x](https://a.example/b%29%28c%7Cd%2Ae_f%5Bg%5D%3Ch%3E%60)");
  });
});

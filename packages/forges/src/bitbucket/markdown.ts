const named: Readonly<Record<string, string>> = { "<br>": ", ", "<sub>": "_", "</sub>": "_", "</details>": "" };

/**
 * The comment as Bitbucket shows it: without HTML, which it writes out. What others said has no `<` of its own, so that every tag is Windlass' own; it
 * stays encoded, but in machine text, where nothing formats anyway, and only what would end it or its cell has to go.
 */
export function toBitbucketMarkdown(body: string): string {
  return body
    .replace(/<code>(.*?)<\/code>/g, (_all, text: string) => `\`${decoded(text).replaceAll("`", "'").replaceAll("|", "¦")}\``)
    .replace(/<details><summary>(.*?)<\/summary>/g, (_all, text: string) => `**${text}:**`)
    .replace(/<br>|<\/?sub>|<\/details>/g, (tag) => named[tag] ?? "");
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
}

/** A piece of a text that may get shorter: its items go one by one from the end, then its head. */
export type Section = {
  /** The least important is cut first. */
  importance: number;
  head: string;
  items: readonly string[];
};

/** The sections in their order, of at most `longest` characters. What had to be left out is said where it was. */
export function fitSections(sections: readonly Section[], longest: number): string {
  const texts = sections.map((section) => shorten(section, section.items.length));
  const byImportance = sections.map((section, index) => ({ section, index })).toSorted((a, b) => a.section.importance - b.section.importance);
  let length = texts.reduce((sum, text) => sum + lengthOf(text), 0);
  const isLonger = length > longest;
  for (const { section, index } of byImportance) {
    if (length <= longest - (isLonger ? leftOut.length : 0)) break;
    const others = length - lengthOf(texts[index] ?? "");
    texts[index] = shorten(section, countThatFits(section, longest - leftOut.length - others));
    length = others + lengthOf(texts[index] ?? "");
  }
  const hidden = texts.some((text, index) => text === "" && sections[index]?.head !== "");
  const text = [...texts.filter((each) => each !== ""), ...(hidden ? [leftOut] : [])].join(between);
  return text.length <= longest ? text : text.slice(0, longest);
}

const between = "\n\n";
const leftOut = "_Something was left out here, because no longer texts are taken here: Windlass shows all._";

function lengthOf(text: string): number {
  return text === "" ? 0 : text.length + between.length;
}

/** How many of the items there is room for; -1 where there is none for the head. */
function countThatFits({ head, items }: Section, room: number): number {
  let left = room - head.length - moreWords(items.length).length - 2 * between.length;
  if (left < 0) return -1;
  const count = items.findIndex((item) => (left -= item.length + 1) < 0);
  return count === -1 ? items.length : count;
}

function shorten({ head, items }: Section, count: number): string {
  if (count < 0) return "";
  const text = [head, ...items.slice(0, count)].filter((line) => line !== "").join("\n");
  const more = items.length - count;
  return more === 0 ? text : [text, moreWords(more)].filter((part) => part !== "").join(between);
}

function moreWords(more: number): string {
  return `_… and ${more} more: Windlass shows all._`;
}

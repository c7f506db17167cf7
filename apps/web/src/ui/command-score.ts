/**
 * How well a command fits what was typed, from 0 (not at all) to 1. Every typed word must be found; a word at the
 * beginning of the label counts most, then one at the beginning of any word, then one inside a word.
 */
export function commandScore(label: string, typed: string, keywords: readonly string[] = []): number {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return 1;
  const scores = words.map((word) => Math.max(wordScore(label.toLowerCase(), word), ...keywords.map((keyword) => wordScore(keyword.toLowerCase(), word) * 0.6)));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function wordScore(text: string, word: string): number {
  if (text.startsWith(word)) return 1;
  const index = text.indexOf(word);
  if (index === -1) return 0;
  return text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? 0.8 : 0.4;
}

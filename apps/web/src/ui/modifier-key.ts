/** The key that opens the palette together with K: `⌘` on Apple's systems, `Ctrl` elsewhere. */
export const modifierKey = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl";

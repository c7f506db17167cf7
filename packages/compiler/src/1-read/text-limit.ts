/** Bytes of a config file, or of a file that one includes. Real ones have some hundred kilobytes at most. */
export const maxTextBytes = 5_000_000;

/**
 * Lets what runs side by side print one after the other: the first to begin as it goes, another all at once or from then on when
 * those before it have ended.
 * @param {(text: string) => void} write
 */
export function createTurns(write) {
  /** @type {{ text: string, ended: boolean }[]} */
  const open = [];
  const flush = () => {
    for (let first = open[0]; first !== undefined; first = open[0]) {
      if (first.text !== "") write(first.text);
      first.text = "";
      if (!first.ended) return;
      open.shift();
    }
  };
  return {
    begin: () => {
      const turn = { text: "", ended: false };
      open.push(turn);
      return {
        show: (/** @type {string} */ text) => {
          turn.text += text;
          flush();
        },
        end: () => {
          turn.ended = true;
          flush();
        },
      };
    },
  };
}

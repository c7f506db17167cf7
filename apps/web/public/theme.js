// Runs before the first paint, so that the page never flashes in the wrong theme.
// A file of its own, because the content security policy allows no inline script.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("windlass.theme");
  } catch {
    choice = null;
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();

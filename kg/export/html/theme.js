// Theme: dark or light, as the system has it or as the reader chose.

import { map } from "./camera.js";
import { byId } from "./text.js";
import { readColors, view } from "./view.js";

/** Memory that may be missing: pages from a file sometimes have none. */
function remember(theme) {
  try {
    if (theme) localStorage.setItem("kg-theme", theme);
    return localStorage.getItem("kg-theme");
  } catch {
    return null;
  }
}

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  if (!view.network) return;
  readColors();
  map.dots = null;
  view.network.redraw();
}

export function startTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => remember() || (system.matches ? "dark" : "light");
  setTheme(wanted());
  system.addEventListener("change", () => setTheme(wanted()));
  byId("theme").addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    remember(theme);
    setTheme(theme);
  });
}

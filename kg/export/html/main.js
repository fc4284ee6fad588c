// Main: a page from a file starts.

import { startPage } from "./page.js";

await startPage();

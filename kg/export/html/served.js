// Main of a page that corrects: the desk is there before the page starts.

import { startDesk } from "./desk.js";
import { startPage } from "./page.js";

startDesk();
await startPage();

// Firefox opens a page, reads its evidence and says what it saw as JSON: node firefox.mjs BROWSER PAGE-ADDRESS PICTURE
import puppeteer from "puppeteer-core";

const [executablePath, address, picture] = process.argv.slice(2);
// The window has the size: not every Firefox lets a driver turn the screen, as a viewport would.
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  defaultViewport: null,
  args: ["--width=1400", "--height=900"],
});
const faults = [];
try {
  const page = await browser.newPage();
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on(
    "request",
    (request) => /^(file|blob|data):/.test(request.url()) || faults.push(`request: ${request.url()}`),
  );
  await page.goto(address);
  await page.waitForSelector("html[data-ready]", { timeout: 30000 });
  const text = (selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
  const counts = await text("#counts");
  const shown = await page.evaluate(() => window.kgPage.shown());
  await page.keyboard.press("/");
  await page.keyboard.type("Lars Holm");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#panel blockquote");
  await new Promise((done) => setTimeout(done, 700)); // the drawing glides there
  const title = await text("#panel h2");
  const spot = await page.evaluate(() => {
    const box = document.getElementById("canvas").getBoundingClientRect();
    const at = window.kgPage.edge("Nordlys_Energy", "Lars_Holm");
    return { x: box.x + at.x, y: box.y + at.y };
  });
  await page.mouse.click(spot.x, spot.y);
  await page.waitForSelector("#panel .fact");
  const marks = await text("#panel .fact:first-of-type .m-subject");
  await page.screenshot({ path: picture });
  await page.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => ((window.saved = blob), createObjectURL(blob));
  });
  await page.click("#export summary");
  await page.click("#picture-svg");
  const drawn = await page.evaluate(async () => {
    const { documentElement: root } = new DOMParser().parseFromString(
      await window.saved.text(),
      "image/svg+xml",
    );
    return [root.tagName, ...[...root.querySelectorAll("text")].map((one) => one.textContent)];
  });
  console.log(
    JSON.stringify({
      version: await browser.version(),
      counts,
      shown,
      title,
      marks,
      drawn,
      address: page.url(),
      faults,
    }),
  );
} finally {
  await browser.close();
}

// Open a page in Chromium at three widths, light and dark, and say what is wrong with it, as JSON.
//   node check.mjs CHROMIUM PAGE.html
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, page_] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 768, 1440]) {
    const where = `${colorScheme} ${width}`;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    page.on("console", (message) => problems.push(`${where}: console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`${where}: error: ${error}`));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) problems.push(`${where}: request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(page_).href);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) problems.push(`${where}: scrolls sideways by ${wide} px`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run());
    for (const one of found.violations) {
      problems.push(`${where}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120))}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(problems, null, 1));
process.exitCode = problems.length ? 1 : 0;

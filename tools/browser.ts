/**
 * The engines in a browser: one job of each is bundled from the built packages, opened in a
 * headless Chromium, and what the page prints is compared with what Node prints for the same code.
 *
 * Run after the build. The bundle is looked at on every machine; where there is no Chromium, the
 * page is not opened, and that is said. `--find` only prints where the browser is, and fails where
 * there is none.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleForPage } from './browser/bundle.ts';
import { printEngines } from './browser/engines.ts';
import { findChromium, howToGetChromium } from './browser/find-chromium.ts';
import { openPage } from './browser/open-page.ts';
import { differences } from './examples/differences.ts';

const browser = findChromium();
if (process.argv.includes('--find')) {
  console.log(browser ?? howToGetChromium);
  process.exitCode = browser === undefined ? 1 : 0;
} else {
  const faults = await compare();
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

async function compare(): Promise<readonly string[]> {
  const inNode = await printEngines();
  const folder = fileURLToPath(new URL('browser', import.meta.url));
  const { text, builtins } = await bundleForPage("import './page.ts';", folder, 'iife');
  const kilobytes = Math.round(gzipSync(text).length / 1000);
  console.log(`five engines and the store in memory in one script, ${kilobytes} kB compressed`);
  if (builtins.length > 0) return builtins.map((name) => `a page has no ${name}`);
  if (browser === undefined) {
    console.log(`NOT TESTED in a browser: ${howToGetChromium}`);
    return [];
  }
  const inPage = openPage(browser, text);
  const version = execFileSync(browser, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  const found = differences(inNode.join('\n'), inPage.join('\n'));
  if (found.length > 0) return [`${version} prints something else than Node`, ...found];
  console.log(`${inNode.length} lines are the same in Node ${process.version} and ${version}`);
  return [];
}

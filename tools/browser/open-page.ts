/** Opens a script in a headless Chromium and reads what it wrote into its page. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Of the page's own time, which stands still while it works; and of ours. */
const PAGE_MS = 60_000;
const WALL_MS = 120_000;

/** Keep the browser from what it does by itself, and let it run as root, where we are root. */
const flags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * The lines that the script wrote into the `<pre id="printed">` of its page.
 *
 * @throws Error — it wrote none: with what it failed, or what the browser said
 */
export function openPage(browser: string, script: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-page-'));
  try {
    writeFileSync(join(folder, 'page.js'), script);
    const page = join(folder, 'page.html');
    writeFileSync(page, '<meta charset="utf-8"><body><script src="page.js"></script></body>\n');
    const run = spawnSync(
      browser,
      [
        ...flags,
        `--user-data-dir=${join(folder, 'profile')}`,
        `--virtual-time-budget=${PAGE_MS}`,
        '--dump-dom',
        pathToFileURL(page).href,
      ],
      { encoding: 'utf8', timeout: WALL_MS, maxBuffer: 64_000_000 },
    );
    if (run.error !== undefined) throw run.error;
    return printedIn(run.stdout, run.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function printedIn(dom: string, said: string): string[] {
  const [, id, text] = /<pre id="(printed|failed)">([^<]*)<\/pre>/.exec(dom) ?? [];
  if (text === undefined) throw new Error(`the page wrote nothing: ${dom}\n${said}`);
  if (id === 'failed') throw new Error(`in the page: ${unescaped(text)}`);
  return unescaped(text).split('\n');
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&');

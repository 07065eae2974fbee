import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stageOutput } from '../../src/cli/output-files.ts';
import { folderOf, smallFolder } from '../files/folder-of.ts';
import { runIn } from './world.ts';

const script = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** Starts the tool in a process of its own; calls `seen` with what stderr has said so far. */
function start(
  argv: readonly string[],
  cwd: string,
  seen: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const node = ['--import', import.meta.resolve('tsx'), '-C', '@kontor/source', script];
  const child = spawn(process.execPath, [...node, ...argv], { cwd });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    seen(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Demands enough to keep the planner busy while the signal is on its way. */
function busyFolder(): Record<string, string> {
  const rows = ['item,location,due,quantity'];
  for (let row = 0; row < 60_000; row++) {
    const due = new Date(Date.UTC(2026, 1, 1 + (row % 900))).toISOString().slice(0, 10);
    rows.push(`bike,plant,${due},1`);
  }
  return { ...smallFolder, 'demands.csv': `${rows.join('\n')}\n` };
}

describe('kontor-mrp as a process', () => {
  test('it plans, and exits with what it found', { timeout: 60_000 }, async () => {
    const cwd = await folderOf(smallFolder);
    const { code, stdout } = await start(['plan', '.', '--today', '2026-01-05'], cwd, () => {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Plan of 2026-01-05\n/);
  });

  test('Ctrl-C leaves nothing half-written', { timeout: 60_000 }, async () => {
    const cwd = await folderOf(busyFolder());
    const before = (await readdir(cwd)).toSorted();
    let isSent = false;
    const argv = ['plan', '.', '--today', '2026-01-05', '--out', 'out', '--progress'];
    const { code, stdout } = await start(argv, cwd, (stderr, kill) => {
      if (isSent || !stderr.includes('Reading')) return;
      isSent = true;
      kill('SIGINT');
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect((await readdir(cwd)).toSorted()).toEqual(before);
  });
});

describe('an interrupted run', () => {
  test('ends with 130 and writes nothing, wherever it is', async () => {
    const cwd = await folderOf(smallFolder);
    const before = (await readdir(cwd)).toSorted();
    for (const phase of ['Reading', 'Planning', 'Writing']) {
      const interrupt = new AbortController();
      const stderr = {
        isTerminal: true,
        write: async (text: string) => {
          if (text.includes(phase)) interrupt.abort(new Error('interrupted'));
        },
      };
      const argv = ['plan', '.', '--out', 'out', '--html', 'report.html'];
      const outcome = await runIn(cwd, argv, { stderr, signal: interrupt.signal });
      expect({ phase, ...outcome }).toEqual({ phase, code: 130, stdout: '', stderr: '' });
      expect((await readdir(cwd)).toSorted()).toEqual(before);
    }
  });
});

describe('stageOutput', () => {
  test('nothing is under its real name before commit, and nothing is left after discard', async () => {
    const cwd = await folderOf({});
    const folders = [{ path: join(cwd, 'out'), files: [{ name: 'a.txt', text: 'a' }] }];
    const staged = await stageOutput(folders);
    expect(await readdir(cwd)).toEqual([expect.stringMatching(/^out\..+\.partial$/)]);
    await staged.discard();
    expect(await readdir(cwd)).toEqual([]);
  });

  test('when one file cannot take its place, the others keep their old content', async () => {
    const cwd = await folderOf({});
    const [first, second] = [join(cwd, 'first'), join(cwd, 'second')];
    for (const folder of [first, second]) await mkdir(folder);
    await writeFile(join(first, 'a.txt'), 'old');
    const staged = await stageOutput([
      { path: first, files: [{ name: 'a.txt', text: 'new' }] },
      { path: second, files: [{ name: 'b.txt', text: 'new' }] },
    ]);
    const waiting = (await readdir(second)).map((name) => join(second, name));
    for (const file of waiting) await rm(file);
    await expect(staged.commit()).rejects.toMatchObject({ code: 'CLI_CANNOT_WRITE' });
    await staged.discard();
    expect(await readFile(join(first, 'a.txt'), 'utf8')).toBe('old');
    expect(await readdir(first)).toEqual(['a.txt']);
    expect(await readdir(second)).toEqual([]);
  });
});

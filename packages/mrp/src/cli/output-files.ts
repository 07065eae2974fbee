/**
 * Writing results whole or not at all.
 *
 * Every file is written beside its place under another name first. Only when all are there, they
 * are renamed; a new folder appears with one rename. When a rename fails, those done are undone. A
 * killed process may leave a `.partial` file, never half a result under its real name.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TextFile } from '../files/csv-plan.ts';
import { CliError } from './cli-error.ts';

/** A folder and the files that go into it; other files in it are left alone. */
export interface OutputFolder {
  readonly path: string;
  readonly files: readonly TextFile[];
}

/** Results written under other names, ready to take their places. */
export interface StagedOutput {
  /** Puts everything in its place. */
  commit(): Promise<void>;
  /** Removes what was written; does nothing after a commit. */
  discard(): Promise<void>;
}

/** One rename from a temporary name to the real one. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes the folders' files under temporary names.
 *
 * @throws CliError CLI_CANNOT_WRITE — nothing is left behind
 * @throws the signal's reason when it is aborted; nothing is left behind
 */
export async function stageOutput(
  folders: readonly OutputFolder[],
  signal?: AbortSignal,
): Promise<StagedOutput> {
  const mark = `${randomUUID().slice(0, 8)}.partial`;
  const moves: Move[] = [];
  const discard = async (): Promise<void> => {
    for (const { from } of moves) await rm(from, { recursive: true, force: true });
  };
  try {
    for (const folder of folders) {
      await writing(folder.path, () => stageFolder(folder, mark, moves, signal));
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return { commit: () => commitMoves(moves, mark), discard };
}

async function stageFolder(
  { path, files }: OutputFolder,
  mark: string,
  moves: Move[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const kind = await kindOf(path);
  if (kind === 'file') throw new CliError('CLI_CANNOT_WRITE', { path, reason: 'it is a file' });
  const isNew = kind === 'nothing';
  const target = isNew ? `${path}.${mark}` : path;
  if (isNew) {
    moves.push({ from: target, to: path });
    await mkdir(target, { recursive: true });
  }
  for (const { name, text } of files) {
    signal?.throwIfAborted();
    const to = join(target, name);
    const from = isNew ? to : join(target, `.${name}.${mark}`);
    if (!isNew) moves.push({ from, to });
    await writeFile(from, text, signal === undefined ? {} : { signal });
  }
}

/** Renames all, keeping what stood there until the last one is done. */
async function commitMoves(moves: Move[], mark: string): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const kept: string[] = [];
  const move = async (from: string, to: string): Promise<void> => {
    await rename(from, to);
    undo.push(() => rename(to, from));
  };
  try {
    for (const { from, to } of moves) {
      await writing(to, async () => {
        if ((await kindOf(to)) !== 'nothing') {
          const aside = join(dirname(to), `.${basename(to)}.old.${mark}`);
          await move(to, aside);
          kept.push(aside);
        }
        await move(from, to);
      });
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
  moves.length = 0;
  for (const old of kept) await rm(old, { recursive: true, force: true });
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return 'nothing';
    throw error;
  }
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (CliError.is(error) || typeof (error as { errno?: unknown }).errno !== 'number') throw error;
    throw cannotWrite(path, error);
  }
}

const cannotWrite = (path: string, cause: unknown): CliError =>
  new CliError(
    'CLI_CANNOT_WRITE',
    { path, reason: String((cause as { code?: unknown }).code) },
    { cause },
  );

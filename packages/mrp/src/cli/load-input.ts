/**
 * The model that a command names: a folder of CSV files or a frePPLe file, read and checked.
 */
import { resolve } from 'node:path';
import { findModelIssues } from '../check-model.ts';
import { type FileIssue, type ModelIssue, placeInFile } from '../errors.ts';
import { findFolderIssues } from '../files/csv-folder.ts';
import { readFrepple } from '../files/frepple.ts';
import type { Model } from '../model.ts';
import type { InputRequest } from './arguments.ts';
import type { CliIo } from './cli-io.ts';

/** A fault of the input, as printed. */
export interface InputFault {
  readonly code: string;
  readonly place: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: string | undefined;
}

/** What was read: a model, or faults; notes in any case. */
export interface LoadedInput {
  readonly model: Model | undefined;
  readonly today: string;
  readonly faults: readonly InputFault[];
  /** What the input says and the planner leaves aside. */
  readonly notes: readonly string[];
}

/**
 * Reads the input of a command.
 *
 * @throws MrpError MRP_UNREADABLE_FILE, MRP_FREPPLE_… — it cannot be read at all
 */
export function loadInput(request: InputRequest, io: CliIo): Promise<LoadedInput> {
  return request.format === 'frepple' ? loadFrepple(request, io) : loadFolder(request, io);
}

async function loadFolder({ input, today }: InputRequest, io: CliIo): Promise<LoadedInput> {
  const { model, issues = [] } = await findFolderIssues(resolve(io.cwd, input), io);
  return { model, today: today ?? localDay(io.now()), faults: issues.map(faultOfFile), notes: [] };
}

async function loadFrepple({ input, today }: InputRequest, io: CliIo): Promise<LoadedInput> {
  const read = await readFrepple(resolve(io.cwd, input), today === undefined ? {} : { today });
  const { model, issues = [] } = findModelIssues(read.model);
  return { model, today: read.today, faults: issues.map(faultOfModel), notes: read.notes };
}

function faultOfFile(issue: FileIssue): InputFault {
  return { ...issue, place: placeInFile(issue) };
}

const faultOfModel = ({ code, path, message }: ModelIssue): InputFault => ({
  code,
  place: path.join('.'),
  message,
});

const two = (part: number): string => String(part).padStart(2, '0');

/** The day on the wall of the one who runs the tool. */
function localDay(now: Date): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

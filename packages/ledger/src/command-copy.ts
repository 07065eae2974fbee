/**
 * A command as the book keeps it: a copy, since the caller may change what he gave.
 */
import type { Command, DocumentReference, EntryInput, LineInput } from './entry.ts';

/** Copies a command with its lines. */
export function copyOf(command: Command): Command {
  const { lines } = command as Partial<EntryInput>;
  if (!Array.isArray(lines)) return { ...command };
  return withDocuments({
    ...(command as EntryInput),
    lines: (lines as readonly LineInput[]).map(copyOfLine),
  });
}

const withDocuments = (entry: EntryInput): EntryInput =>
  Array.isArray(entry.documents)
    ? { ...entry, documents: (entry.documents as DocumentReference[]).map((one) => ({ ...one })) }
    : entry;

/** A line that is none stays as it is: the command is refused, and kept to know it again. */
function copyOfLine(line: LineInput): LineInput {
  if (typeof line !== 'object' || line === null) return line;
  return line.dims === undefined ? { ...line } : { ...line, dims: { ...line.dims } };
}

/** Whether a field is what an entry has in columns of the log. A set would be asked by hash. */
const isInColumns = (field: string): boolean =>
  field === 'id' || field === 'date' || field === 'lines' || field === 'journal' || field === 'do';

/**
 * What is kept of a command beside its entry: nothing, where it says no more than a date and lines;
 * of a posted entry all but the lines; of any other command all.
 *
 * @param isMoved - it was posted on another day than it was dated
 */
export function keptOf(command: Command, isMoved: boolean): Command | undefined {
  if (command.do !== undefined && command.do !== 'post') return copyOf(command);
  let saysMore = isMoved;
  for (const field in command) {
    if (isInColumns(field)) continue;
    if (command[field as keyof typeof command] !== undefined) saysMore = true;
  }
  return saysMore ? withDocuments({ ...command, lines: [] }) : undefined;
}

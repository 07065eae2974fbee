/**
 * A file that its reader gives up: whatever the reader throws, by one code.
 */
import { OlapError } from '../errors.ts';

/** Rows that one file may have: objects of more would not fit the memory of a process. */
export const FILE_ROWS_MAX = 20_000_000;

/**
 * What a reader gives.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE — whatever it throws
 */
export async function readableAsync<Read>(
  format: string,
  read: () => Promise<Read>,
): Promise<Read> {
  try {
    return await read();
  } catch (cause) {
    throw unreadable(format, cause);
  }
}

/** The same for a reader that gives at once. */
export function readable<Read>(format: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    throw unreadable(format, cause);
  }
}

function unreadable(format: string, cause: unknown): Error {
  if (OlapError.is(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OlapError('OLAP_UNREADABLE_FILE', { format, reason }, { cause });
}

/**
 * Refuses a number of rows that is none, or too large.
 *
 * @throws OlapError OLAP_TOO_LARGE
 */
export function checkRowCount(format: string, rows: number): void {
  if (rows <= FILE_ROWS_MAX) return;
  const what = `The rows of the ${format} file`;
  throw new OlapError('OLAP_TOO_LARGE', { what, size: rows, limit: FILE_ROWS_MAX });
}

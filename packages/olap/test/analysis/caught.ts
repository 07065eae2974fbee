/** What a call throws, for tables of refusals. */

/** The code and the path of the error that `act` throws; `'nothing'` where it throws none. */
export function caught(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { path?: unknown } };
    const path = details?.path;
    return `${code ?? String(error)} ${Array.isArray(path) ? path.join('.') : String(path)}`;
  }
  return 'nothing';
}

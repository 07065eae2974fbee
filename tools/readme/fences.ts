/**
 * The ts fences of a Markdown page: what a reader copies.
 *
 * A fence opens with `ts`; `ts no-run: reason` is type-checked and not run, and must say why. Other
 * languages are prose to us.
 */

/** One fence of a page. */
export interface Fence {
  /** The line of its first code line, from 1. */
  readonly line: number;
  readonly code: string;
  readonly runs: boolean;
}

/** A page and its fences, in order. */
export interface Page {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly fences: readonly Fence[];
}

/**
 * The ts fences of a page.
 *
 * @throws Error for an unknown word after `ts`, `no-run` without a reason, or a fence left open
 */
export function fencesOf(path: string, markdown: string): Fence[] {
  const fences: Fence[] = [];
  let open: { line: number; info: string; indent: string; lines: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    const match = /^(\s*)(?:```|~~~)(.*)$/.exec(text);
    if (open === undefined) {
      if (match === null) return;
      open = { line: index + 2, info: match[2]!.trim(), indent: match[1]!, lines: [] };
    } else if (match !== null && match[2]!.trim() === '') {
      const runs = runsAs(open.info, `${path}:${String(open.line - 1)}`);
      const { line, lines } = open;
      if (runs !== undefined) fences.push({ line, code: lines.join('\n'), runs });
      open = undefined;
    } else {
      open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
    }
  });
  if (open !== undefined) throw new Error(`${path}:${String(open.line - 1)} a fence is left open`);
  return fences;
}

/** Whether a fence of this kind is run; undefined when it is not TypeScript. */
function runsAs(info: string, place: string): boolean | undefined {
  const [language, ...rest] = info.split(/\s+/);
  if (language !== 'ts' && language !== 'typescript') return undefined;
  const words = rest.join(' ');
  if (words === '' || words === 'twoslash') return true;
  const reason = /^no-run\b[\s:—-]*(.*)$/.exec(words)?.[1];
  if (reason === undefined)
    throw new Error(`${place} '${words}' is no mode of a fence: use no-run`);
  if (reason === '') throw new Error(`${place} no-run needs a reason: \`\`\`ts no-run: reason`);
  return false;
}

/** Entry points: what is said of them outside their manifests is said of all of them. */
import type { EntryPoint } from '../packages/entry-points.ts';
import { type Finding, lineOf, type Source } from './source.ts';

/** A row of `size-limit` in package.json. */
export interface SizeRow {
  readonly path: string;
  readonly limit: string;
  /** What is imported; all of it, where it is left out. */
  readonly import?: string | undefined;
}

/**
 * Entry points without a limit of their size, packages without one for a single function, and
 * limits of modules that no manifest offers.
 */
export function findUnsized(entries: readonly EntryPoint[], rows: readonly SizeRow[]): Finding[] {
  const unsized = (message: string): Finding => {
    return { path: 'package.json', line: 1, rule: 'size-limit', message };
  };
  const whole = rows.filter((row) => row.import === undefined).map(({ path }) => path);
  const partial = rows.filter((row) => row.import !== undefined).map(({ path }) => path);
  const modules = new Set(entries.map(({ module }) => module));
  const stale = [...whole, ...partial].filter((path) => !modules.has(path));
  return [
    ...entries
      .filter(({ module }) => !whole.includes(module))
      .map(({ specifier }) => unsized(`${specifier} has no limit of its size`)),
    ...entries
      .filter(({ name, module }) => name === 'index' && !partial.includes(module))
      .map(({ specifier }) => unsized(`no function of ${specifier} by itself has a limit`)),
    ...stale.map((path) => unsized(`${path} has a limit, and is no entry point`)),
  ];
}

/** Packages that do not tell bundlers that unused modules may be left out. */
export function findSideEffects(name: string, manifest: { sideEffects?: unknown }): Finding[] {
  if (manifest.sideEffects === false) return [];
  const message = "it does not say 'sideEffects: false': bundlers keep what nobody uses";
  return [{ path: `packages/${name}/package.json`, line: 1, rule: 'side-effects', message }];
}

/**
 * Imports of `{ z }`: some bundlers (esbuild) then keep all of zod with its messages in every
 * language, five times of what a namespace costs a page.
 */
export function findNamedZod(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) =>
    source.tree.statements
      .filter((statement) => /^import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(statement.getText()))
      .map((statement) => {
        const message = "zod comes as a namespace: import * as z from 'zod'";
        return { path: source.path, line: lineOf(source, statement), rule: 'zod', message };
      }),
  );
}

/** What the packages export, by entry point: functions, and methods of classes. */
import { readFileSync } from 'node:fs';

const PACKAGES = ['kernel', 'mrp', 'ledger', 'crm-core', 'bpm', 'olap'] as const;

const READER = /^(?:parse|read|load|import|from|check|restore)(?=[A-Z]|$)/;

/** Engines whose every function is called with the user's own data, whatever its name says. */
const CALCULATING: ReadonlySet<string> = new Set(['@kontor/ledger']);

/** The exports that are called like readers: `@kontor/crm-core Crm.importRecords`. */
export async function readersExported(): Promise<string[]> {
  const found: string[] = [];
  for (const name of PACKAGES) {
    for (const entry of entryPointsOf(name)) {
      const exported = (await import(entry)) as Readonly<Record<string, unknown>>;
      for (const [called, value] of Object.entries(exported)) {
        const isCalculator = CALCULATING.has(entry) && isPlainFunction(value);
        const readers = isCalculator ? [called] : readersIn(called, value);
        found.push(...readers.map((reader) => `${entry} ${reader}`));
      }
    }
  }
  return found;
}

/** What a package may be imported by; without its adapters, which need a driver. */
function entryPointsOf(name: string): string[] {
  const path = new URL(`../../packages/${name}/package.json`, import.meta.url);
  const { exports } = JSON.parse(readFileSync(path, 'utf8')) as {
    exports: Record<string, unknown>;
  };
  return Object.keys(exports)
    .filter((key) => !/\.json$|\*/.test(key))
    .map((key) => `@kontor/${name}${key.slice(1)}`);
}

/** No class, which is called by `new`. */
const isPlainFunction = (value: unknown): boolean =>
  typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));

function readersIn(called: string, value: unknown): string[] {
  if (typeof value !== 'function') return [];
  if (READER.test(called)) return [called];
  const { prototype } = value as { readonly prototype?: object };
  return Object.getOwnPropertyNames(prototype ?? {})
    .filter((method) => READER.test(method))
    .map((method) => `${called}.${method}`);
}

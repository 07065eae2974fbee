/** What runs in the page: the jobs of the engines, printed into it. */
import { printEngines } from './engines.ts';

/** The part of a page's document that is written to. */
interface Page {
  readonly body: { appendChild(element: unknown): void };
  createElement(name: 'pre'): { id: string; textContent: string };
}

const { document } = globalThis as unknown as { readonly document: Page };

function print(id: 'printed' | 'failed', lines: readonly string[]): void {
  const element = document.createElement('pre');
  element.id = id;
  element.textContent = lines.join('\n');
  document.body.appendChild(element);
}

printEngines().then(
  (lines) => print('printed', lines),
  (error: unknown) => print('failed', [String(error)]),
);

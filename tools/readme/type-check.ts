/**
 * Type-checks the programs of pages without writing them: they are files in memory, beside the
 * tests, so that packages are found as a user finds them.
 *
 * A page may import a driver that only its reader has. Such an import is let pass; everything made
 * from it is then `any`.
 */
import { dirname, join } from 'node:path';
import ts from 'typescript';

const NOT_INSTALLED = new Set([2307, 7016]);

/** The errors of the programs, as `page:line message`; `programs` maps file names to text. */
export function typeErrors(
  root: string,
  programs: ReadonlyMap<string, { readonly text: string; readonly page: string }>,
): string[] {
  const options = optionsOf(root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  const parse = host.getSourceFile.bind(host);
  host.readFile = (name) => programs.get(name)?.text ?? read(name);
  host.fileExists = (name) => programs.has(name) || exists(name);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = programs.get(name)?.text;
    if (text === undefined) return parse(name, languageVersion, ...rest);
    return ts.createSourceFile(name, text, languageVersion, true);
  };
  const program = ts.createProgram([...programs.keys()], options, host);
  return [...programs].flatMap(([name, { page }]) => {
    const file = program.getSourceFile(name);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.filter((item) => !isForeign(item)).map((item) => describeError(item, page));
  });
}

function optionsOf(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json');
  const read: { config?: unknown; error?: ts.Diagnostic } = ts.readConfigFile(path, (name) =>
    ts.sys.readFile(name),
  );
  const { config, error } = read;
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, ' '));
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(config, host, dirname(path));
  return process.env['KONTOR_DIST'] === undefined ? options : { ...options, customConditions: [] };
}

/** Whether a module is missing that is not ours: `'pg'`, but neither `'@kontor/mrp'` nor a path. */
function isForeign({ code, messageText }: ts.Diagnostic): boolean {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  const module = /module '([^']+)'/.exec(text)?.[1] ?? '.';
  return NOT_INSTALLED.has(code) && !module.startsWith('@kontor/') && !module.startsWith('.');
}

function describeError({ file, start, messageText }: ts.Diagnostic, page: string): string {
  const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
  return `${page}:${String(line + 1)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

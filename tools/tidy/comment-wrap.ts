/**
 * Wraps doc comments at 100 columns, which the formatter leaves as they are.
 *
 * Only paragraphs with a line that is too wide are touched: their words are filled again at the
 * same indent. Lists keep their hanging indent; everything after `@example` stays as it is.
 */
import { limits } from './limits.ts';

/** The text with its wide doc comments filled again. */
export function wrapComments(text: string): string {
  return text.replaceAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm, (comment) => {
    const isWide = comment.split('\n').some((line) => line.length > limits.columns);
    return isWide ? wrapComment(comment) : comment;
  });
}

function wrapComment(comment: string): string {
  const indent = /^[ \t]*/.exec(comment)![0];
  const lines = comment.includes('\n') ? comment.split('\n') : openOut(comment, indent);
  const out: string[] = [];
  let paragraph: string[] = [];
  let isExample = false;
  const flush = (): void => {
    const isWide = paragraph.some((line) => line.length > limits.columns);
    out.push(...(isWide ? fill(paragraph, indent) : paragraph));
    paragraph = [];
  };
  for (const line of lines) {
    const words = line.replace(/^\s*\* ?/, '');
    isExample = words.startsWith('@') ? words.startsWith('@example') : isExample;
    const starts = /^\s*(?:[-*] |\d+\. |@|\||$)/.test(words) || !line.trim().startsWith('* ');
    if (starts || isExample) flush();
    if (isExample || !line.trim().startsWith('* ')) out.push(line);
    else paragraph.push(line);
  }
  flush();
  return out.join('\n');
}

/** A comment of one line as one of three. */
function openOut(comment: string, indent: string): string[] {
  const words = comment
    .trim()
    .replace(/^\/\*\*\s*/, '')
    .replace(/\s*\*\/$/, '');
  return [`${indent}/**`, `${indent} * ${words}`, `${indent} */`];
}

function fill(paragraph: readonly string[], indent: string): string[] {
  const first = paragraph[0]!.replace(/^\s*\* /, '');
  const hanging = /^\s*(?:[-*] |\d+\. )/.exec(first)?.[0].replaceAll(/\S/g, ' ') ?? '';
  const words = paragraph.flatMap((line) => line.replace(/^\s*\* */, '').split(' '));
  const lead = /^\s*/.exec(first)![0];
  const out = [`${indent} * ${lead}${words[0]!}`];
  for (const word of words.slice(1)) {
    const line = `${out.at(-1)!} ${word}`;
    if (line.length <= limits.columns) out[out.length - 1] = line;
    else out.push(`${indent} * ${hanging}${word}`);
  }
  return out;
}

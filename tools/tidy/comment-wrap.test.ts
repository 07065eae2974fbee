import { describe, expect, test } from 'vitest';
import { wrapComments } from './comment-wrap.ts';

const word = 'nineteen characters';
const wide = Array.from({ length: 6 }, () => word).join(' ');

describe('wrapComments', () => {
  test('fills a wide paragraph again and leaves its neighbours alone', () => {
    const text = `/**\n * Short.\n *\n * ${wide}\n * end.\n */\nf();\n`;
    const filled = `${Array.from({ length: 4 }, () => word).join(' ')} nineteen`;
    const rest = `characters ${word} end.`;
    expect(wrapComments(text)).toBe(`/**\n * Short.\n *\n * ${filled}\n * ${rest}\n */\nf();\n`);
  });

  test('opens a wide comment of one line to three, at its indent', () => {
    const lines = wrapComments(`  /** ${wide} */\n`).split('\n');
    expect(lines[0]).toBe('  /**');
    expect(lines.at(-2)).toBe('   */');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('leaves examples and narrow comments as they are', () => {
    const example = `/**\n * Short.\n *\n * @example\n * f('${wide}')\n */\n`;
    expect(wrapComments(example)).toBe(example);
    expect(wrapComments('/** Short. */\n')).toBe('/** Short. */\n');
  });

  test('wrapping twice is wrapping once', () => {
    const once = wrapComments(`/**\n * - ${wide}\n * - b\n */\n`);
    expect(once.split('\n')[2]).toMatch(/^ \*   \S/);
    expect(wrapComments(once)).toBe(once);
  });
});

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { differences } from './differences.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((l) => l.join('\n'));

describe('differences', () => {
  test('names the line that is missing, the one that is new and the one that changed', () => {
    expect(differences('a\nb\nc', 'a\nc')).toEqual(['- 2: b']);
    expect(differences('a\nc', 'a\nb\nc')).toEqual(['+ 2: b']);
    expect(differences('a\nb', 'a\nx')).toEqual(['- 2: b', '+ 2: x']);
  });

  property.prop([text, text])('are none exactly when the texts are equal', (left, right) => {
    expect(differences(left, right).length === 0).toBe(left === right);
  });

  property.prop([text, text])('applied to the first text give the second', (left, right) => {
    const lines = differences(left, right);
    const removed = new Set(
      lines.flatMap((l) => (l.startsWith('-') ? Number(l.split(/[ :]/)[1]) : [])),
    );
    const kept = left.split('\n').filter((_, index) => !removed.has(index + 1));
    for (const line of lines.filter((l) => l.startsWith('+'))) {
      const [place, added] = line.slice(2).split(': ') as [string, string];
      kept.splice(Number(place) - 1, 0, added);
    }
    expect(kept.join('\n')).toBe(right);
  });
});

import { describe, expect, test } from 'vitest';
import { fillText } from '../../src/activity/fill-text.ts';
import type { JsonValue } from '../../src/expression.ts';

const variables: Readonly<Record<string, JsonValue>> = {
  applicant: { name: 'Ann', age: 30, address: { town: 'Bremen' }, partner: null },
  note: null,
  ok: false,
  items: ['a', 'b'],
  'a.b': 'a name with a dot',
};

describe('fillText', () => {
  test.each<[text: string, filled: string, missing: string[]]>([
    ['Call {{applicant.name}}, {{applicant.age}}', 'Call Ann, 30', []],
    ['In {{ applicant.address.town }}', 'In Bremen', []],
    ['{{ok}}', 'false', []],
    ['{{items}}', '["a","b"]', []],
    ['{{applicant.address}}', '{"town":"Bremen"}', []],
    ['{{a.b}}', 'a name with a dot', []],
    // A null is there.
    ['Note: {{note}}{{applicant.partner}}.', 'Note: .', []],
    // What is not there is seen.
    ['Call {{boss}} or {{ boss }}', 'Call {{boss}} or {{ boss }}', ['boss']],
    ['{{applicant.phone}}', '{{applicant.phone}}', ['applicant.phone']],
    ['{{note.name}}', '{{note.name}}', ['note.name']],
    ['{{items.0}}', '{{items.0}}', ['items.0']],
    ['{{applicant.constructor}}', '{{applicant.constructor}}', ['applicant.constructor']],
    ['{{}} and {x}', '{{}} and {x}', []],
  ])('%s', (text, filled, missing) => {
    const lookup = (name: string): JsonValue | undefined =>
      Object.hasOwn(variables, name) ? variables[name] : undefined;
    expect(fillText(text, lookup)).toEqual({ text: filled, missing });
  });
});

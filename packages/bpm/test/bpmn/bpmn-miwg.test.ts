/**
 * The reference models of the BPMN MIWG come back as they were.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FILES, runBpmnMiwg } from './bpmn-miwg.ts';

const beside = fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const data = process.env['KONTOR_CONFORMANCE'] ?? beside;

test('all reference models of the BPMN MIWG are equal after import, export and import', async (context) => {
  const outcome = await runBpmnMiwg(data);
  if ('absent' in outcome) {
    console.warn(
      `\n*** SKIPPED: the BPMN reference models are not in ${join(data, 'bpmn-miwg')}. ***\n` +
        `*** Nothing about them is proved: set KONTOR_CONFORMANCE to their folder. ***\n`,
    );
    context.skip();
    return;
  }
  console.log(`bpmn-miwg ${String(outcome.passed)}/${String(outcome.total)}`);
  expect(outcome.misses).toEqual([]);
  expect(outcome.passed).toBe(FILES);
});

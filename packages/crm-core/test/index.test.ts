/**
 * What the package exports.
 */
import { expect, test } from 'vitest';
import { CrmError, refused } from '@kontor/crm-core';

test('a refusal carries a code of the package, and the error of that code names the remedy', () => {
  const issues = [{ path: 'to', message: "there is no stage 'x'" }];
  const { refusal } = refused('CRM_INVALID_INPUT', { what: 'The move', issues });
  expect(new CrmError('CRM_INVALID_INPUT', { what: 'The move', issues }).message).toContain(
    "Mend: to: there is no stage 'x'",
  );
  expect(refusal.code).toBe('CRM_INVALID_INPUT');
});

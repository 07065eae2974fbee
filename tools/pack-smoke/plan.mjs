/**
 * What a user's first program does, as an ES module: loads every entry, plans a bicycle, reads the plan.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { entries, expectedOrders, model, today } from './model.cjs';

for (const entry of entries) {
  const names = Object.keys(await import(entry));
  assert.ok(names.length > 0, `${entry} exports nothing`);
}

const { checkModel, MrpError, plan } = await import('@kontor/mrp');
assert.deepEqual(orders(plan(checkModel(model), { today })), expectedOrders);

const copy = createRequire(import.meta.url)('@kontor/mrp');
assert.notEqual(copy.plan, plan, 'the CJS build is a copy of its own');
assert.deepEqual(orders(copy.plan(copy.checkModel(model), { today })), expectedOrders);
try {
  copy.checkModel({ ...model, items: [] });
  assert.fail('a model without its items was let pass');
} catch (error) {
  assert.ok(
    MrpError.is(error, 'MRP_INVALID_MODEL'),
    `the other copy's error is not known: ${error}`,
  );
}

console.log(`${entries.length} entries and a plan, ESM, Node ${process.versions.node}`);

function orders(made) {
  return [...made.orders()].map(({ item, quantity, due, release }) => [
    item,
    quantity,
    due,
    release,
  ]);
}

/**
 * The same first program as a CommonJS script: nothing but `require`.
 */
const assert = require('node:assert/strict');
const { entries, expectedOrders, model, today } = require('./model.cjs');

for (const entry of entries) {
  assert.ok(Object.keys(require(entry)).length > 0, `${entry} exports nothing`);
}

const { checkModel, plan } = require('@kontor/mrp');
const orders = [...plan(checkModel(model), { today }).orders()].map(
  ({ item, quantity, due, release }) => [item, quantity, due, release],
);
assert.deepEqual(orders, expectedOrders);
console.log(`${entries.length} entries and a plan, CJS, Node ${process.versions.node}`);

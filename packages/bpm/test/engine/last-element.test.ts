/** By which element an instance has ended: that is told when all else of it is gone. */
import { describe, expect, test } from 'vitest';
import { makeKit } from './engine-kit.ts';

const choice = 'start > user(A) > xor(x); x >[ok] end; x >[default] end(signal refused)';
const nested = 'start > S{ start > user(A) > end } > end';
const called = 'start > call(C, Q); process Q: start > user(A) > end';
const cut = 'start > and(g); g > user(A) > terminate; g > user(V) > end';

describe('the last element of an instance', () => {
  test.each([
    { name: 'the end event of its path', model: choice, ok: true, last: 'end_1' },
    { name: 'another one', model: choice, ok: false, last: 'end_2' },
    { name: 'its own, not that of a sub-process', model: nested, ok: true, last: 'end_2' },
    { name: 'an activity that nothing follows', model: called, ok: true, last: 'C' },
    { name: 'the one that terminated it', model: cut, ok: true, last: 'terminate_1' },
  ])('is $name', async ({ model, ok, last }) => {
    const { engine, deploy, check } = await makeKit();
    await deploy(model);
    const { id, ...waiting } = (await engine.start('main')).instance;
    expect(waiting).not.toHaveProperty('lastElement');
    await engine.complete(id, 'A', { ok });
    expect((await engine.instance(id)).lastElement).toBe(last);
    const page = (await engine.history(id)).at(-1);
    expect(page?.events.at(-1)).toMatchObject({ type: 'ended', lastElement: last });
    await check();
  });

  test('is none where a command has stopped it', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(nested);
    const { id } = (await engine.start('main')).instance;
    await engine.terminate(id, 'a mistake');
    expect(await engine.instance(id)).not.toHaveProperty('lastElement');
    await check();
  });
});

/** Group commit: who shares a group, in which order, and who learns of an error. */
import { type CommitOutcome, groupCommit, type TenantBatch } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';

const batch = (id: string, writes = 1): TenantBatch => ({
  tenant: '',
  batch: { id, checks: [], writes: Array.from({ length: writes }, () => ({}) as never) },
});

/** A writer that notes its groups and gives each batch a version of its own. */
function notingWriter(fail: (id: string) => boolean = () => false) {
  const groups: string[][] = [];
  let version = 0;
  const write = async (group: readonly TenantBatch[]): Promise<CommitOutcome[]> => {
    groups.push(group.map((entry) => entry.batch.id!));
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (group.some((entry) => fail(entry.batch.id!))) throw new Error('the disk is gone');
    return group.map(() => ({ kind: 'committed', version: ++version }));
  };
  return { groups, write };
}

describe('groupCommit', () => {
  test('batches that arrive while a commit is in flight share the next one, in order', async () => {
    const { groups, write } = notingWriter();
    const queue = groupCommit(write, { maxBatches: 10, maxWrites: 100 });
    const first = queue.commit(batch('a'));
    await Promise.resolve();
    await Promise.resolve();
    const rest = ['b', 'c', 'd'].map((id) => queue.commit(batch(id)));
    const outcomes = await Promise.all([first, ...rest]);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
    expect(outcomes.map((outcome) => 'version' in outcome && outcome.version)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test('a group ends at its limits; a batch larger than a group goes alone', async () => {
    const { groups, write } = notingWriter();
    const queue = groupCommit(write, { maxBatches: 3, maxWrites: 10 });
    const sizes = [4, 4, 4, 25, 1, 1, 1, 1];
    await Promise.all(sizes.map((writes, i) => queue.commit(batch(`${i}`, writes))));
    expect(groups).toEqual([['0', '1'], ['2'], ['3'], ['4', '5', '6'], ['7']]);
  });

  test('an error is told to everyone of the group, and the next group goes on', async () => {
    const { groups, write } = notingWriter((id) => id === 'b');
    const queue = groupCommit(write, { maxBatches: 2, maxWrites: 100 });
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => queue.commit(batch(id))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(groups).toEqual([['a', 'b'], ['c']]);
  });

  test('idle waits for what is queued and in flight', async () => {
    const { groups, write } = notingWriter();
    const queue = groupCommit(write, { maxBatches: 1, maxWrites: 100 });
    await queue.idle();
    const all = Promise.all([queue.commit(batch('a')), queue.commit(batch('b'))]);
    await queue.idle();
    expect(groups).toEqual([['a'], ['b']]);
    await all;
  });
});

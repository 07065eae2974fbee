import { describe, expect, test } from 'vitest';
import { streamOf } from '../../src/simulation/chance.ts';
import { type FourWords, philox4x32 } from '../../src/simulation/philox.ts';

describe('philox4x32', () => {
  // Random123 (D. E. Shaw Research), tests/kat_vectors, rows "philox4x32 10".
  const vectors: readonly (readonly [FourWords, readonly [number, number], FourWords])[] = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  test.each(vectors)('gives the words of Random123 at %j', (counter, key, words) => {
    expect(philox4x32(counter, key)).toEqual(words);
  });
});

describe('streamOf', () => {
  const draws = (purpose: string, count: number): number[] =>
    Array.from({ length: count }, (_, at) => streamOf(7, 0, purpose).at({ case: at }));

  test('the same address gives the same number, another gives another', () => {
    const at = streamOf(7, 0, 'work/a').at({ case: 3, visit: 1 });
    expect(streamOf(7, 0, 'work/a').at({ case: 3, visit: 1 })).toBe(at);
    const others = [
      streamOf(8, 0, 'work/a').at({ case: 3, visit: 1 }),
      streamOf(7, 1, 'work/a').at({ case: 3, visit: 1 }),
      streamOf(7, 0, 'work/b').at({ case: 3, visit: 1 }),
      streamOf(7, 0, 'work/a').at({ case: 4, visit: 1 }),
      streamOf(7, 0, 'work/a').at({ case: 3, visit: 2 }),
      streamOf(7, 0, 'work/a').at({ case: 3, visit: 1, draw: 1 }),
    ];
    expect(new Set([at, ...others]).size).toBe(7);
  });

  test('cases fill the interval evenly: χ² over 100 cells, 99.9 % point 148.2', () => {
    const cells = Array.from({ length: 100 }, () => 0);
    for (const u of draws('work/a', 20_000)) cells[Math.floor(u * 100)]!++;
    const chiSquare = cells.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(148.2);
  });

  test('streams of two purposes are not correlated', () => {
    const [a, b] = [draws('work/a', 20_000), draws('work/b', 20_000)];
    const covariance = a.reduce((sum, u, at) => sum + (u - 0.5) * (b[at]! - 0.5), 0) / a.length;
    // 12·cov is the correlation; four times its standard error 1/√n.
    expect(Math.abs(12 * covariance)).toBeLessThan(4 / Math.sqrt(20_000));
  });
});

/**
 * The worked example of `docs/internals/ledger-hash-chain.md`: two batches of simple entries, with
 * every hash on the way. The hashes were computed once by `oracle/slow-chain.ts`.
 */

const sale = (id: string, date: string, amount: string, counter: string) => ({
  date,
  id,
  lines: [
    { account: 'cash', amount, currency: 'EUR' },
    { account: 'sales', amount: counter, currency: 'EUR' },
  ],
});

/** The entries of batch 1 and of batch 2. */
export const workedEntries = [
  [
    sale('e1', '2026-01-05', '100.00', '-100.00'),
    sale('e2', '2026-01-05', '20.50', '-20.50'),
    sale('e3', '2026-01-06', '7.00', '-7.00'),
  ],
  [{ ...sale('e4', '2026-01-07', '-7.00', '7.00'), reverses: 'e3' }],
] as const;

/** Their leaves. */
export const workedLeaves = [
  [
    '2804933b0a948063e1be474719fd6608787644495f5b106d721b0fbe07ebb91f',
    '86b9d29324301ad29f40c16d5f7b458286e9524540f9adbf71beeca574feecc9',
    '9b71eb69acb965cc34a4d0745b08a20f7f77734447c894f69983c3ae31d931b4',
  ],
  ['019eb9eb8ac442121385262faa22920e8c85c1820c8837cd84f4596f1cb8dbca'],
] as const;

/** The node over e1 and e2. */
export const workedNode = 'c4fc383a9cfd3cd8e94583d7c4fa10f414bf9b66c79513f051a5c6ab58c8b315';

/** The records of the two batches. */
export const workedRecords = [
  {
    version: 1,
    batch: 1,
    recordedAt: '2026-01-06T17:00:00.000Z',
    previousHash: '0000000000000000000000000000000000000000000000000000000000000000',
    entries: 3,
    root: '81422e363aa28d3194ffe1f14252ea87e110f3cc7832347f6a7b13a5f0507d00',
    hash: '001b8a28eab726d64478e46e4378be98ecc5284f991d577bfcfb85723e501793',
  },
  {
    version: 1,
    batch: 2,
    recordedAt: '2026-01-07T09:30:00.000Z',
    previousHash: '001b8a28eab726d64478e46e4378be98ecc5284f991d577bfcfb85723e501793',
    entries: 1,
    root: '019eb9eb8ac442121385262faa22920e8c85c1820c8837cd84f4596f1cb8dbca',
    hash: 'df7d09463d237dc0cd22a973b7a0eceaa0dc28a01bc63067c7100f390c9a5eea',
  },
] as const;

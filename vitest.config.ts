import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests run from source through the private export condition, so nothing has to be built first.
 * `KONTOR_DIST=1 npm test` runs the same tests against the built packages.
 */
// Not 'import' or 'module': vitest hands these to Node for `require` too, and pg would get the wrong half
// of pg-pool.
const conditions = process.env['KONTOR_DIST'] ? undefined : ['@kontor/source', 'node'];

// Engines in processes that are killed take minutes: `KONTOR_KILLS=3 npm test kills` does so 3 times
// each, KONTOR_FULL=1 fifty times.
const killsToo =
  process.env['KONTOR_KILLS'] !== undefined || process.env['KONTOR_FULL'] !== undefined;

export default defineConfig({
  ...(conditions && { resolve: { conditions }, ssr: { resolve: { conditions } } }),
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    globalSetup: ['packages/kernel/test/store/server-of-run.ts'],
    exclude: ['**/node_modules/**', ...(killsToo ? [] : ['**/*kills.test.ts'])],
    // Every core, and one load of the engines per worker: tests keep no state in modules.
    maxWorkers: availableParallelism(),
    isolate: false,
    // No test asserts a time; this only ends one that hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    benchmark: { include: ['packages/*/bench/**/*.bench.ts'] },
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
});

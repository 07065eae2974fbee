import { defineConfig } from 'tsup';
import { pureCalls } from '../../tools/pure-calls.ts';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    tax: 'src/tax/index.ts',
    store: 'src/store/index.ts',
    memory: 'src/store/memory.ts',
    sqlite: 'src/store/sqlite.ts',
    postgres: 'src/store/postgres.ts',
    otel: 'src/otel.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  tsconfig: 'tsconfig.build.json',
  splitting: true,
  esbuildPlugins: [pureCalls()],
});

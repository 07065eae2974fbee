import { defineConfig } from 'tsup';
import { pureCalls } from '../../tools/pure-calls.ts';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    analysis: 'src/analysis/index.ts',
    files: 'src/files/index.ts',
    mdx: 'src/mdx/index.ts',
    store: 'src/store.ts',
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

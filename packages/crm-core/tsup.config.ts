import { defineConfig } from 'tsup';
import { pureCalls } from '../../tools/pure-calls.ts';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    sales: 'src/sales.ts',
    quote: 'src/quote.ts',
    configure: 'src/configure.ts',
    segments: 'src/segments.ts',
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

import { defineConfig } from 'tsup';
import { pureCalls } from '../../tools/pure-calls.ts';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    files: 'src/files/index.ts',
    report: 'src/report/index.ts',
    cli: 'src/cli.ts',
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

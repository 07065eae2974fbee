import { defineConfig } from 'tsup';
import { pureCalls } from '../../tools/pure-calls.ts';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    define: 'src/define.ts',
    'bpmn-xml': 'src/bpmn-xml.ts',
    'dmn-xml': 'src/dmn-xml.ts',
    scxml: 'src/scxml.ts',
    insight: 'src/insight.ts',
    simulation: 'src/simulation.ts',
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

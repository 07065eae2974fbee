import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({
  index: 'src/index.ts',
  define: 'src/define.ts',
  'bpmn-xml': 'src/bpmn-xml.ts',
  'dmn-xml': 'src/dmn-xml.ts',
  scxml: 'src/scxml.ts',
  insight: 'src/insight.ts',
  simulation: 'src/simulation.ts',
});

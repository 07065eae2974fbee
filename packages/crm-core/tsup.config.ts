import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({
  index: 'src/index.ts',
  sales: 'src/sales.ts',
  quote: 'src/quote.ts',
  configure: 'src/configure.ts',
  segments: 'src/segments.ts',
});

import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({
  index: 'src/index.ts',
  analysis: 'src/analysis/index.ts',
  files: 'src/files/index.ts',
  mdx: 'src/mdx/index.ts',
  store: 'src/store.ts',
});

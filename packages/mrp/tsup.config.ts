import { packageBuild } from '../../tools/package-build.ts';

export default packageBuild({
  index: 'src/index.ts',
  files: 'src/files/index.ts',
  report: 'src/report/index.ts',
  cli: 'src/cli.ts',
});

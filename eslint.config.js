/**
 * Typed lint: what oxlint and the compiler cannot see (floating promises, needless conditions, unsafe
 * values). Every rule that is off says why.
 */
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/coverage/**',
      '**/out/**',
      'docs/**',
      'packages/*/test/conformance/cases/**',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  {
    files: [
      'packages/*/{src,test,bench}/**/*.ts',
      'tools/**/*.ts',
      'bench/**/*.ts',
      'examples/**/*.ts',
    ],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // `cells[index]!` is how a typed array is read where the index is known to be in it: the
      // compiler's noUncheckedIndexedAccess asks for the mark, and a run-time check would cost the scan.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Numbers in messages are whole days, counts and lines: their text is what is meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A method handed on is a method of an interface here; classes are few and bind nothing.
      '@typescript-eslint/unbound-method': 'off',
      // `() => resolve()` and `() => list.push(x)` are short for a reader, and the value is dropped.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // One type argument may tie the parts of a signature together for the reader.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An implementation of an asynchronous contract may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A caller without types may hand over anything: a border checks what its types promise.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `String(value)` says that text is meant, also where today's type is text already.
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // A type argument that equals the default may be the point of the line.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      // `const { id, ...rest } = row` is how a field is left out.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Tests hand wrong input over on purpose.
    files: ['packages/*/test/**/*.ts', 'tools/**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // What a message of a failing test holds is for its reader.
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** The licences of the libraries that the bundle holds: theirs ask to be handed on with the code. */
const licences: Plugin = {
  name: 'licences',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((output) =>
      output.type === 'chunk' ? output.moduleIds : [],
    );
    const folders = new Set(
      modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
    );
    const source = [...folders].sort().map(licenceOf).join('\n');
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
  },
};

function libraryOf(id: string): string | undefined {
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8') : `Licence: ${license}\n`;
  return `${name} ${version}\n${'='.repeat(40)}\n${text}`;
}

/**
 * One CommonJS file for all that hooks run (an ES module costs 4 ms more to start on Node 20), and chunks for the
 * libraries that are loaded on demand. Names are kept, so that a stack reads well without its source map.
 */
export default defineConfig({
  input: { cli: 'src/cli.ts' },
  platform: 'node',
  external: ['typescript'], // only cosmiconfig's loader for programs asks for it, and those are refused
  plugins: [licences],
  output: {
    dir: 'dist',
    format: 'cjs',
    sourcemap: true,
    sourcemapExcludeSources: true,
    cleanDir: true,
    // what runs after a checkout, and what runs before a commit besides: one file each, with all that they import
    codeSplitting: {
      groups: [
        {
          name: 'base',
          test: /\/src\/(?:caches\/clear|commands\/options|config\/nearest|grouped)\.ts$/,
          priority: 2,
        },
        { name: 'check', test: /\/src\/commands\/check\.ts$/, priority: 1 },
      ],
    },
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ name, facadeModuleId }) => `${libraryOf(facadeModuleId ?? '') ?? name}.cjs`,
    comments: { legal: true, annotation: false, jsdoc: false },
    minify: { compress: true, mangle: false, codegen: false },
  },
});

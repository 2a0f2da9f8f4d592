import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { repository, type Repository } from '../helpers/repository.ts';

const SOURCE = join(import.meta.dirname, '..', '..', 'src', 'git', 'porcelain.ts');

/** A repository whose pre-commit hook asks simple-git, as our commands use it, what is staged. */
async function hooked(): Promise<Repository> {
  const shop = repository();
  const bundle = await rolldown({ input: SOURCE, platform: 'node', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'cjs' });
  shop.write({ '.git/porcelain.cjs': output[0].code });
  const ask = `require('./porcelain.cjs').porcelain(process.cwd()).raw(['diff', '--cached', '--name-only', '-z'])`;
  shop.write({
    '.git/ask.cjs': `${ask}.then((names) => console.log('staged:' + names.replaceAll('\\0', ',')));`,
  });
  const hook = join(shop.folder, '.git', 'hooks', 'pre-commit');
  mkdirSync(join(hook, '..'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\n'${process.execPath}' .git/ask.cjs\n`);
  chmodSync(hook, 0o755);
  shop.commit('one', { 'a.txt': '1', 'b.txt': '1' });
  return shop;
}

// simple-git 4 drops GIT_INDEX_FILE unless it is told not to, and then judges the wrong index
test('inside `git commit -a` and `git commit <path>` simple-git reads the temporary index', async () => {
  const shop = await hooked();
  shop.write({ 'a.txt': '2', 'b.txt': '2' });
  shop.git('add', 'a.txt');
  expect(shop.tryGit('commit', '--quiet', '-m', 'path', 'b.txt').output).toBe('staged:b.txt,\n');
  shop.write({ 'b.txt': '3' });
  expect(shop.tryGit('commit', '--quiet', '-am', 'all').output).toBe('staged:a.txt,b.txt,\n');
});

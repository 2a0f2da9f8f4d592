import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { committed, site } from '../helpers/django.ts';
import { repository, SHOP, type Ran, type Repository } from '../helpers/repository.ts';

const FILES = { ...SHOP, ...site('', 'INSTALLED_APPS = [\n    "shop",\n]\n') };
const asked = (made: Repository, ...args: readonly string[]): Ran =>
  made.pyreset('rules', 'changed-app-label', ...args);

/** It ends with 2, nothing is printed, and these are the lines of what is wrong. */
function expectRefused(ran: Ran, ...lines: readonly string[]): void {
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toBe(lines.map((line) => `${line}\n`).join(''));
}

test('prints the procedures with the names of the project, and changes nothing', () => {
  const made = committed(FILES);
  const ran = asked(made, 'shop', 'store');
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  for (const part of [
    '# shop → store\n',
    '| Item | shop_item |',
    '## P1: ',
    '## P2a: ',
    '## P2b: ',
    '## P3: ',
    'git mv shop store',
  ])
    expect(ran.stdout).toContain(part);
  expect(made.git('status', '--porcelain')).toBe('');
  expect(asked(made, 'shop.item', 'store').stdout).toMatch(/^# shop\.Item → store\n/);
});

test('reads HEAD, or the commit that is named, and not what is staged', () => {
  const made = committed(FILES);
  made.git('mv', 'shop', 'store');
  made.write({ 'conf/settings.py': 'INSTALLED_APPS = ["store"]\n' });
  made.git('add', '--all');
  expect(asked(made, 'shop', 'store').status).toBe(0);
  made.commit('moved');
  expectRefused(
    asked(made, 'shop', 'store'),
    'pyreset-hooks: HEAD has no app with the label "shop"',
    '  hint: all labels: pyreset-hooks apps',
    '  where another commit has it: --rev REV',
  );
  expect(asked(made, 'shop', 'store', '--rev', 'HEAD~1').stdout).toContain('| Item | shop_item |');
  expectRefused(
    asked(made, 'shop', 'store', '--rev', 'nope'),
    'pyreset-hooks: unknown revision: "nope"',
    '  hint: is it spelled right, and fetched? A shallow clone may lack it: git fetch --unshallow',
  );
});

test('a mistyped label or model gets the nearest one', () => {
  const made = committed(FILES);
  expectRefused(
    asked(made, 'shpo', 'store'),
    'pyreset-hooks: HEAD has no app with the label "shpo"',
    '  hint: did you mean shop?',
    '  where another commit has it: --rev REV',
  );
  expectRefused(
    asked(made, 'shop.Itme', 'store'),
    'pyreset-hooks: the migrations of shop do not tell of a table for "Itme"',
    '  hint: did you mean shop.Item?',
  );
});

test('what is no label, and labels where they mean nothing', () => {
  const made = committed(FILES);
  expectRefused(
    asked(made, 'shop', 'my-store'),
    'pyreset-hooks: "my-store" is no label',
    '  hint: a label is a Python identifier',
  );
  expectRefused(asked(made, 'shop', 'shop'), 'pyreset-hooks: the old label and the new one are both "shop"');
  const usage = [
    'pyreset-hooks: rules: changed-app-label takes an old label and a new one',
    '  hint: for example: pyreset-hooks rules changed-app-label shop store',
  ];
  expectRefused(asked(made, 'shop'), ...usage);
  expectRefused(asked(made, 'shop', 'store', 'more'), ...usage);
  expectRefused(
    made.pyreset('rules', 'removed-app', 'shop', 'store'),
    'pyreset-hooks: rules: removed-app takes no labels',
  );
  expectRefused(
    asked(made, '--rev', 'HEAD'),
    'pyreset-hooks: rules: --rev goes with an old label and a new one',
  );
  expect(asked(made, '\u001b[31m', 'x').stderr).not.toContain('\u001b');
});

test('outside of a repository, before the first commit, and in a bare repository', () => {
  const outside = repository();
  rmSync(join(outside.folder, '.git'), { recursive: true });
  const ran = asked(outside, 'shop', 'store');
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^pyreset-hooks: .*not a git repository/);
  expect(asked(outside).stdout).toContain('## The way there');
  const unborn = repository();
  unborn.write(FILES);
  unborn.git('add', '--all');
  expect(asked(unborn, 'shop', 'store').status).toBe(0);
  const made = committed(FILES);
  made.git('clone', '--quiet', '--bare', '.', '../bare');
  expect(asked(made.at(join(made.folder, '..', 'bare')), 'shop', 'store').status).toBe(0);
});

test('of two projects with that label, the one around the current folder', () => {
  const made = committed(
    Object.fromEntries(
      ['one', 'two'].flatMap((folder) =>
        Object.entries(FILES).map(([path, text]) => [
          `${folder}/${path}`,
          folder === 'two' ? text.replaceAll(/item/gi, 'Ware') : text,
        ]),
      ),
    ),
  );
  expect(asked(made, 'shop', 'store').stdout).toContain('| Item | shop_item |');
  expect(asked(made.at(join(made.folder, 'two')), 'shop', 'store').stdout).toContain('| Ware | shop_ware |');
});

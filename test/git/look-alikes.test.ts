import { expect, test } from 'vitest';
import { addField, cloned, installed, LONG_AGO, SHOP, type Repository } from '../helpers/repository.ts';
import { said, stage } from '../helpers/verdict.ts';

const COST = 'shop/migrations/0002_cost.py';
const NOTE = 'shop/migrations/0003_note.py';
const NOTED = { [NOTE]: addField('note', '0002_cost') };

/** A clone on a topic branch with a migration of its own. */
function topic(): Repository {
  const shop = cloned();
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('born here', NOTED, LONG_AGO);
  return shop;
}

type Scene = readonly [name: string, verdict: readonly string[], prepare: () => Repository];

const AMENDS: readonly Scene[] = [
  [
    '2: an amend edits what the last commit brought',
    [],
    () => {
      const shop = topic();
      stage(shop, { [NOTE]: addField('note', '0002_cost').replace('Integer', 'BigInteger') });
      expect(shop.tryGit('commit', '--amend', '--no-edit').status).toBe(0);
      return shop;
    },
  ],
  [
    '2: a fixup deletes it',
    [],
    () => {
      const shop = topic();
      shop.git('rm', '--quiet', NOTE);
      expect(shop.tryGit('commit', '--fixup', 'HEAD').status).toBe(0);
      return shop;
    },
  ],
  [
    '2: an amend takes it back, and makes another',
    [],
    () => {
      const shop = topic();
      shop.git('mv', NOTE, 'shop/migrations/0003_remark.py');
      stage(shop, { 'shop/migrations/0003_remark.py': addField('remark', '0002_cost') });
      return shop;
    },
  ],
  [
    '2: an amend edits what is published as well',
    ['error edited-migration shop.0002_cost'],
    () => {
      const shop = topic();
      stage(shop, { [COST]: addField('cost').replace('Integer', 'BigInteger') });
      return shop;
    },
  ],
];

const TEXTS: readonly Scene[] = [
  [
    '7: a file becomes executable',
    [],
    () => {
      const shop = cloned();
      shop.git('update-index', '--chmod=+x', COST);
      return shop;
    },
  ],
  [
    '7: CRLF is committed',
    [],
    () => {
      const shop = cloned();
      stage(shop, { [COST]: addField('cost').replaceAll('\n', '\r\n') });
      return shop;
    },
  ],
  [
    '7: .gitattributes normalises line ends',
    [],
    () => {
      const shop = cloned(LONG_AGO, { ...SHOP, [COST]: addField('cost').replaceAll('\n', '\r\n') });
      stage(shop, { '.gitattributes': '*.py text eol=lf\n' });
      shop.git('add', '--renormalize', '.');
      expect(shop.git('diff', '--cached', '--name-only')).toContain(COST);
      return shop;
    },
  ],
  [
    '7: a file becomes a link to what it was',
    [],
    () => {
      const shop = cloned();
      shop.commit('a copy', { 'shop/shared.py': addField('cost') });
      shop.shell(`ln -sf ../shared.py ${COST}`);
      shop.git('add', '--all');
      expect(shop.git('diff', '--cached', '--name-status')).toBe(`T\t${COST}`);
      return shop;
    },
  ],
  [
    '45: a submodule takes the place of nothing',
    [],
    () => {
      const shop = cloned();
      const oid = shop.git('rev-parse', 'HEAD');
      shop.git('update-index', '--add', '--cacheinfo', `160000,${oid},shop/migrations/vendored`);
      return shop;
    },
  ],
  [
    '45: a submodule called as a migration',
    [],
    () => {
      const shop = cloned();
      const oid = shop.git('rev-parse', 'HEAD');
      shop.git('update-index', '--add', '--cacheinfo', `160000,${oid},shop/migrations/0003_note.py`);
      shop.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'x');
      shop.git('update-index', '--force-remove', 'shop/migrations/0003_note.py');
      return shop;
    },
  ],
  [
    '45: a subtree comes',
    [],
    () => {
      const shop = cloned();
      const files = Object.entries(SHOP).map(([path, text]) => [
        `lib/${path.replace('shop', 'cart')}`,
        text.replace('"shop"', '"cart"'),
      ]);
      stage(shop, Object.fromEntries(files) as Record<string, string>);
      return shop;
    },
  ],
  [
    '45: a pointer of git-lfs changes',
    [],
    () => {
      const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n';
      const shop = cloned(LONG_AGO, { ...SHOP, 'shop/migrations/0003_data.py': pointer });
      stage(shop, { 'shop/migrations/0003_data.py': pointer.replace('4d7a', '4d7b') });
      return shop;
    },
  ],
  [
    '48: only the case of a name, in a work tree that ignores it',
    ['warning renamed-migration shop.0002_cost'],
    () => {
      const shop = cloned();
      shop.git('config', 'core.ignoreCase', 'true');
      shop.git('mv', COST, 'shop/migrations/0002_Cost.py');
      return shop;
    },
  ],
];

const FROZEN = 'frozen/shop/models.pyc';

const BYTECODE: readonly Scene[] = [
  [
    '49: sourceless bytecode is shipped on purpose',
    [],
    () => {
      const shop = installed();
      stage(shop, { '.pyresetrc': "bytecode: {except: ['frozen/**']}\n", [FROZEN]: 'x' });
      shop.git('add', '--force', FROZEN);
      return shop;
    },
  ],
  [
    '49: and no other',
    ['error staged-bytecode shop/models.pyc'],
    () => {
      const shop = installed();
      stage(shop, {
        '.pyresetrc': "bytecode: {except: ['frozen/**']}\n",
        [FROZEN]: 'x',
        'shop/models.pyc': 'x',
      });
      shop.git('add', '--force', FROZEN, 'shop/models.pyc');
      return shop;
    },
  ],
  [
    '50: a fixture is allowed once (Django keeps a bad one)',
    [],
    () => {
      const bad = 'tests/migrations/test_migrations_bad_pyc/0001_initial.pyc-tpl';
      const fixture = 'tests/bad.pyc';
      const shop = installed();
      const allowance = `allow: [{rule: staged-bytecode, subject: ${fixture}, reason: "a bad magic number"}]\n`;
      stage(shop, { '.pyresetrc': allowance, [bad]: 'x', [fixture]: 'x' });
      shop.git('add', '--force', fixture);
      return shop;
    },
  ],
  [
    '51: bytecode goes',
    [],
    () => {
      const shop = installed({
        ...SHOP,
        'shop/models.pyc': 'x',
        'shop/__pycache__/models.cpython-312.pyc': 'x',
      });
      shop.git('rm', '--quiet', '-r', '--cached', 'shop/models.pyc');
      return shop;
    },
  ],
  [
    '51: what was staged is unstaged',
    [],
    () => {
      const shop = installed();
      stage(shop, { 'shop/models.pyc': 'x' });
      shop.git('add', '--force', 'shop/models.pyc');
      shop.git('rm', '--quiet', '--cached', 'shop/models.pyc');
      return shop;
    },
  ],
];

test.for([...AMENDS, ...TEXTS, ...BYTECODE])('%s', ([, verdict, prepare]) => {
  const shop = prepare();
  expect(said(shop)).toEqual(verdict);
  const refused = verdict.some((line) => line.startsWith('error'));
  expect(shop.tryGit('commit', '--allow-empty', '-m', 'x').status).toBe(refused ? 1 : 0);
});

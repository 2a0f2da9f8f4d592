import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, cloned, installed, LONG_AGO } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

test('`check --range` gives the same finding over commits, in the JSON of the design', () => {
  const shop = cloned();
  const before = shop.git('rev-parse', 'HEAD');
  shop.git('mv', COST, PRICE);
  const staged = JSON.parse(shop.pyreset('check', '--format', 'json').stdout) as { findings: unknown };
  const after = shop.commit('renamed');
  const ran = shop.pyreset('check', '--range', 'HEAD~1..HEAD', '--format', 'json');
  expect(ran.status).toBe(1);
  const report = JSON.parse(ran.stdout) as { findings: unknown };
  expect(report.findings).toEqual(staged.findings);
  expect(report).toEqual({
    version: 1,
    tool: { name: 'pyreset-hooks', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
    scope: { kind: 'range', before, after, base: before, protected: 'origin/main' },
    findings: [
      {
        rule: 'renamed-migration',
        severity: 'error',
        path: PRICE,
        line: 4,
        column: 1,
        subject: 'shop.0002_cost',
        message: expect.stringContaining('every database') as string,
        hint: expect.stringContaining('git mv') as string,
        data: { label: 'shop', oldName: '0002_cost', newName: '0002_price', oldPath: COST },
      },
    ],
    summary: { errors: 1, warnings: 0, infos: 0, allowed: 0, unknown: 0 },
  });
  expect(shop.pyreset('check', '--range', `${after}...${before}`).output).toBe('');
});

test('a range works in a bare repository, and reads the configuration of its end', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.commit('renamed');
  shop.git('clone', '--quiet', '--bare', '.', '../bare.git');
  const bare = shop.at(join(shop.folder, '..', 'bare.git'));
  expect(bare.pyreset('check', '--range', 'main~1..main').status).toBe(1);
  shop.commit('allowed', { '.pyresetrc': 'rules: {renamed-migration: off}\n' });
  expect(shop.pyreset('check', '--range', 'HEAD~2..HEAD').status).toBe(0);
  expect(shop.pyreset('check', '--range', 'HEAD~2..HEAD~1').status).toBe(1);
});

test('--base names another protected ref', () => {
  const shop = cloned();
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('born here', { 'shop/migrations/0003_note.py': addField('note', '0002_cost') }, LONG_AGO);
  shop.git('mv', 'shop/migrations/0003_note.py', 'shop/migrations/0003_remark.py');
  expect(shop.pyreset('check').status).toBe(0);
  expect(shop.pyreset('check', '--base', 'topic').stdout).toContain('published on topic');
});

test('a remote whose branches are unknown: a note here, exit code 2 in CI', () => {
  const shop = installed();
  shop.git('remote', 'add', 'origin', '../nowhere');
  shop.git('mv', COST, PRICE);
  const passed = shop.pyreset('check');
  expect(passed.status).toBe(0);
  expect(passed.stderr).toContain('cannot tell which migrations are published');
  const ci = shop.with({ CI: 'true' }).pyreset('check');
  expect(ci.status).toBe(2);
  expect(ci.stderr).toContain('git fetch origin');
});

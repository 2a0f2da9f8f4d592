import { expect, test } from 'vitest';
import { heedingComments } from '../../src/allowances.ts';
import { diff } from '../../src/git/plumbing/diff.ts';
import { openObjects } from '../../src/git/plumbing/objects.ts';
import type { Weighed } from '../../src/lint.ts';
import { pathFromText } from '../../src/path.ts';
import { filesAfter } from '../../src/reading/files-after.ts';
import { readAllowances } from '../../src/reading/read-allowances.ts';
import type { Rule } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';
import { addField, cloned, LONG_AGO, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';
const ALLOW = 'allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "never deployed"}]\n';

interface Report {
  readonly findings: readonly Record<string, unknown>[];
  readonly summary: Record<string, number>;
}

function reportOf(shop: Repository, ...args: readonly string[]): Report {
  return JSON.parse(shop.pyreset('check', '--format', 'json', ...args).stdout) as Report;
}

test('a commit whose only finding is allowed passes in silence; asked, it is listed with the reason', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  const [refused] = reportOf(shop).findings;
  shop.write({ '.pyresetrc': ALLOW });
  shop.git('add', '--all');
  expect(shop.pyreset('check')).toMatchObject({ status: 0, output: '' });
  expect(shop.pyreset('check', '--verbose').stdout).toBe(
    `${PRICE}:4:1: allowed: ${refused!['message'] as string}  [renamed-migration]
  reason: never deployed

0 errors, 0 warnings, 1 allowed
`,
  );
  const report = reportOf(shop);
  expect(report.findings).toEqual([{ ...refused, allowed: { reason: 'never deployed' } }]);
  expect(report.summary).toEqual({ errors: 0, warnings: 0, infos: 0, allowed: 1, unknown: 0 });
  const committed = shop.tryGit('commit', '--quiet', '-m', 'x');
  expect(committed).toMatchObject({ status: 0, output: '' });
});

test('beside a finding that nobody allows, the allowed one is counted', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.write({ '.pyresetrc': ALLOW, 'shop/a.pyc': 'x' });
  shop.git('add', '--all', '--force');
  const { status, output } = shop.tryGit('commit', '-m', 'x');
  expect(status).toBe(1);
  expect(output).toContain('1 error, 0 warnings, 1 allowed\n');
  expect(output).not.toContain('renamed-migration');
});

test('the configuration is read from the index, whatever lies in the work tree', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.write({ '.pyresetrc': ALLOW });
  expect(shop.pyreset('check').status).toBe(1);
  shop.git('add', '--all');
  shop.write({ '.pyresetrc': null });
  expect(shop.pyreset('check').output).toBe('');
});

test('of a range the configuration is read from its end', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.commit('renamed');
  shop.commit('allowed', { '.pyresetrc': ALLOW });
  shop.commit('not any more', { '.pyresetrc': null });
  shop.write({ '.pyresetrc': ALLOW });
  shop.git('add', '--all');
  const allowed = reportOf(shop, '--range', 'origin/main..HEAD~1');
  expect(allowed.findings).toMatchObject([{ allowed: { reason: 'never deployed' } }]);
  expect(reportOf(shop, '--range', 'origin/main..HEAD~2').summary).toMatchObject({ errors: 1, allowed: 0 });
  expect(reportOf(shop, '--range', 'origin/main..HEAD').summary).toMatchObject({ errors: 1, allowed: 0 });
});

test('no comment allows what is not bound to a line, nor is anything said of it', () => {
  const shop = cloned();
  const comment = '# pyreset: allow renamed-migration -- never deployed';
  shop.git('mv', COST, PRICE);
  shop.write({ [PRICE]: addField('cost').replace('\n\n\nclass', `\n\n${comment}\nclass`) });
  shop.git('add', '--all');
  const { status, stdout, stderr } = shop.pyreset('check');
  expect(status).toBe(1);
  expect(stdout).toContain(`${PRICE}:4:1: error: migration shop.0002_cost`);
  expect(stderr).toBe('');
});

/** A rule that is bound to lines. */
const TABLE: Rule = {
  ...RULES[0],
  name: 'old-table',
  lineBound: true,
  check: () => [],
};

const tableAt = (path: string, line: number): Weighed => ({
  rule: 'old-table',
  subject: path,
  severity: 'warning',
  path: pathFromText(path),
  line,
  column: 1,
  message: 'a fault',
  hint: 'a remedy',
});

/** What comments make of problems in the index: the reasons, and what is said of comments that allow nothing. */
async function heeded(shop: Repository, ...found: readonly Weighed[]): Promise<unknown> {
  const place = { cwd: shop.folder, env: shop.env };
  const objects = openObjects(place);
  try {
    const entries = await diff(place, { kind: 'index', before: shop.git('rev-parse', 'HEAD') });
    const read = filesAfter(objects, 'HEAD', entries);
    const rules = [...RULES, TABLE];
    const { reasons, notes } = await readAllowances(heedingComments(found, rules), rules, read);
    return { reasons: found.map((problem) => reasons.get(problem)), notes };
  } finally {
    objects.close();
  }
}

test('a comment in the index allows what stands in its line, in a file of the change or another one', async () => {
  const shop = cloned(LONG_AGO, {
    'other models.py': 'x = "old_item"  # pyreset: allow old-table -- theirs\n',
    'shop/models.py': 'x = "old_item"\n',
  });
  shop.write({ 'shop/models.py': '# pyreset: allow old-table -- ours\nx = "old_item"\nx = "old_note"\n' });
  shop.git('add', '--all');
  shop.write({ 'shop/models.py': '', 'other models.py': '' });
  const [staged, next, other] = [
    tableAt('shop/models.py', 2),
    tableAt('shop/models.py', 3),
    tableAt('other models.py', 1),
  ];
  expect(await heeded(shop, staged, next, other)).toEqual({
    reasons: ['ours', undefined, 'theirs'],
    notes: [],
  });
  const agreed = { ...staged, allowed: { reason: 'in the configuration' } };
  const unbound = { ...staged, rule: 'renamed-migration' };
  expect(await heeded(shop, agreed, unbound)).toEqual({
    reasons: [undefined, undefined],
    notes: [],
  });
});

test('what a comment at a finding does not allow is said in one line each', async () => {
  const shop = cloned(LONG_AGO, {
    'railway.toml': 'a = 1  # pyreset: allow old-tabel -- mine\n\n# pyreset: allow old-table\nb = 2\n',
    'other.toml': '# pyreset: allow\n\n\nc = 3\n',
  });
  const problems = [tableAt('railway.toml', 1), tableAt('railway.toml', 4), tableAt('other.toml', 4)];
  expect(await heeded(shop, ...problems)).toEqual({
    reasons: [undefined, undefined, undefined],
    notes: [
      'railway.toml:1: this comment allows nothing: there is no rule old-tabel; did you mean old-table?',
      'railway.toml:3: this comment allows nothing: it gives no reason; write "pyreset: allow RULE -- REASON"',
    ],
  });
});

test('a file that is gone, a folder and a name with a line end have no comments', async () => {
  const shop = cloned(LONG_AGO, { 'gone.py': '# pyreset: allow old-table -- x\n', 'two\nlines.py': 'x\n' });
  shop.git('rm', '--quiet', 'gone.py');
  shop.git('add', '--all');
  const paths = ['gone.py', 'never there.py', 'two\nlines.py', 'shop'];
  expect(await heeded(shop, ...paths.map((path) => tableAt(path, 2)))).toEqual({
    reasons: paths.map(() => undefined),
    notes: [],
  });
});

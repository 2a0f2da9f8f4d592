import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, repository, SHOP, type Ran, type Repository } from '../helpers/repository.ts';

/** One line that says what is wrong, a hint, exit code 2, no stack, nothing on standard output. */
function expectRefusal(ran: Ran, message: RegExp): void {
  expect(ran.stderr).toMatch(message);
  expect(ran.stderr).toMatch(/^pyreset-hooks: .+\n {2}hint: .+\n/);
  expect(ran.stderr).not.toMatch(/\n\s+at /);
  expect(ran.stdout).toBe('');
  expect(ran.status).toBe(2);
}

function committed(): Repository {
  const shop = repository();
  shop.commit('shop', SHOP);
  return shop;
}

test('outside a repository', () => {
  const shop = committed();
  const outside = shop.at(join(shop.folder, '..'));
  expectRefusal(outside.pyreset('check'), /not a git repository/);
  expectRefusal(outside.pyreset('check', '--range', 'a..b'), /not a git repository/);
  expectRefusal(outside.pyreset('uninstall'), /not a git repository/);
});

test('a bare repository has nothing staged', () => {
  const shop = committed();
  shop.git('clone', '--quiet', '--bare', '.', '../bare.git');
  expectRefusal(shop.at(join(shop.folder, '..', 'bare.git')).pyreset('check'), /bare.*\n.*--range/);
});

test('before the first commit: staged files are checked, ranges name nothing', () => {
  const fresh = repository();
  expect(fresh.pyreset('check').output).toBe('');
  expectRefusal(fresh.pyreset('check', '--range', 'HEAD~1..HEAD'), /unknown revision: "HEAD~1"/);
});

test('a damaged index', () => {
  const shop = committed();
  shop.pyreset('install');
  writeFileSync(join(shop.folder, '.git', 'index'), 'this is no index');
  expectRefusal(shop.pyreset('check'), /git cannot read its index/);
});

test('a missing object', () => {
  const shop = committed();
  shop.git('mv', 'shop/migrations/0002_cost.py', 'shop/migrations/0002_price.py');
  const tree = shop.git('rev-parse', 'HEAD:shop');
  rmSync(join(shop.folder, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
  expectRefusal(shop.pyreset('check'), /git cannot read an object/);
});

test('revisions and ranges', () => {
  const shop = committed();
  expectRefusal(shop.pyreset('check', '--range', 'HEAD'), /"HEAD" is not a range/);
  expectRefusal(shop.pyreset('check', '--range', 'nope..HEAD'), /unknown revision: "nope"/);
  expectRefusal(shop.pyreset('check', '--range=--output=x..HEAD'), /unknown revision: "--output=x"/);
  expectRefusal(shop.pyreset('check', '--range', 'HEAD:shop..HEAD'), /unknown revision/);
  expectRefusal(shop.pyreset('check', '--range', 'HEAD\n..HEAD'), /unknown revision/);
  shop.git('switch', '--quiet', '--orphan', 'unrelated');
  shop.commit('unrelated', { README: '' });
  expectRefusal(shop.pyreset('check', '--range', 'main...HEAD'), /no common commit/);
  expect(shop.pyreset('check', '--range', 'main..HEAD').status).not.toBe(2);
});

test('options, commands and names', () => {
  const shop = committed();
  expectRefusal(shop.pyreset('chekc'), /no command "chekc"\n.*pyreset-hooks check/);
  expectRefusal(shop.pyreset('__proto__'), /no command/);
  expectRefusal(shop.pyreset('check', '--colour'), /check: Unknown option '--colour'/);
  expectRefusal(shop.pyreset('check', 'shop'), /check: Unexpected argument 'shop'/);
  expectRefusal(shop.pyreset('check', '--format', 'xml'), /no format "xml"/);
  expectRefusal(shop.pyreset('install', '--mode', 'magic'), /no mode "magic"/);
  expectRefusal(shop.pyreset('rules', 'renamed-migratoin'), /no rule.*\n.*renamed-migration/);
  expectRefusal(shop.pyreset('hook', 'pre-push'), /no hook "pre-push"/);
  expectRefusal(shop.pyreset('\u001b[31m'), /no command/);
  expect(shop.pyreset('\u001b[31m').stderr).not.toContain('\u001b');
});

test('a bad configuration names everything that is wrong, blocks the commit and says how to go on', () => {
  const shop = committed();
  shop.pyreset('install');
  shop.write({
    '.pyresetrc': `
grace: soon
rules: {renamed-migration: sometimes, staged-bytecod: off}
allow: [{rule: staged-bytecod, subject: x, reason: y}, {rule: staged-bytecode}]
protcted: main
`,
    'shop/models.py': 'V = 2\n',
  });
  shop.git('add', '--all');
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.status).not.toBe(0);
  for (const part of [
    'grace is "soon", expected a number of days',
    'rules.renamed-migration is "sometimes", expected off, info, warning, error',
    'there is no rule staged-bytecod; did you mean staged-bytecode?',
    'allow[1] is {"rule":"staged-bytecode"}',
    'git commit --no-verify',
  ]) {
    expect(refused.stderr).toContain(part);
  }
  expectRefusal(shop.pyreset('check'), /^pyreset-hooks: \.pyresetrc: /);
});

test.for([
  ['.pyresetrc', 'a: [unclosed'],
  ['.pyresetrc', '- a list'],
  ['.pyresetrc', 'a: &x [*x]\nb: *nowhere'],
  ['.pyresetrc.json', '{"grace": 7,,}'],
  ['.pyresetrc.toml', 'grace = = 7'],
  ['pyproject.toml', '[tool.pyreset]\ngrace = "7"'],
  ['package.json', '{"pyreset": 7}'],
  ['package.json', '{"pyreset": {"grace": -1}}'],
] as const)('%s that says %j', ([place, text]) => {
  const shop = committed();
  shop.write({ [place]: text });
  shop.git('add', '--all');
  expectRefusal(shop.pyreset('check'), new RegExp(`pyreset-hooks: ${place.replaceAll('.', String.raw`\.`)}`));
});

test('a configuration that is a program is refused, and not run', () => {
  const shop = committed();
  shop.write({ 'pyreset.config.js': 'require("fs").writeFileSync("hacked", "")' });
  shop.git('add', '--all');
  expectRefusal(shop.pyreset('check'), /pyreset\.config\.js is a program/);
});

test('unknown settings only warn; the first place in order counts', () => {
  const shop = committed();
  shop.write({
    'package.json': '{"name": "x"}',
    '.pyresetrc': 'grcae: 1\nrules: {staged-bytecode: off}\n',
    'pyproject.toml': '[tool.pyreset]\ngrace = "never read"\n',
    'a.pyc': 'x',
  });
  shop.git('add', '--all', '--force');
  const passed = shop.pyreset('check');
  expect(passed.stderr).toBe('pyreset-hooks: .pyresetrc: grcae is not known; did you mean grace?\n');
  expect(passed.status).toBe(0);
});

test.for([
  ['package.json', '{"pyreset": {"bytecode": {"except": ["vendor/**"]}}}'],
  ['.pyresetrc', '# a comment\nbytecode:\n  except: vendor/**\n'],
  ['.pyresetrc.json', '{"bytecode": {"except": "vendor/**"}}'],
  ['.pyresetrc.yaml', 'ignore: [vendor]\nbytecode: {except: [vendor/**]}\n'],
  ['.pyresetrc.yml', 'ignore: ["vendor/**"]\n'],
  ['.pyresetrc.toml', 'ignore = ["vendor/**"]\n'],
  ['pyproject.toml', '[tool.pyreset.bytecode]\nexcept = ["vendor/**"]\n'],
] as const)('%s is read', ([place, text]) => {
  const shop = committed();
  shop.write({ [place]: text, 'vendor/.hidden/module.pyc': 'a sourceless distribution', 'own.pyc': 'x' });
  shop.git('add', '--all', '--force');
  const { findings } = JSON.parse(shop.pyreset('check', '--format=json').stdout) as {
    findings: { path: string }[];
  };
  expect(findings.map(({ path }) => path)).toEqual(['own.pyc']);
});

test('sources that cannot be read as Python are no reason to fail', () => {
  const shop = committed();
  shop.commit('odd', {
    'shop/migrations/0003_broken.py': 'class Migration(migrations.Migration:\n  operations = [',
    'shop/migrations/0004_binary.py': '\u0000\u0001class Migration',
    'shop/migrations/0005_deep.py': `${addField('x')}\nX = ${'('.repeat(50_000)}`,
  });
  for (const name of ['0003_broken', '0004_binary', '0005_deep'])
    shop.git('mv', `shop/migrations/${name}.py`, `shop/migrations/${name}x.py`);
  const checked = shop.pyreset('check');
  expect(checked.stderr).toBe('');
  expect(checked.status).not.toBe(3);
});

test('places where nothing can be installed', () => {
  const shop = repository();
  const outside = shop.at(join(shop.folder, '..'));
  const bare = shop.at(join(shop.folder, '..', 'bare.git'));
  shop.git('init', '--quiet', '--bare', '../bare.git');
  rmSync(join(shop.folder, '.git', 'hooks'), { recursive: true, force: true });
  writeFileSync(join(shop.folder, '.git', 'hooks'), 'a file');
  const cases: [Repository, RegExp][] = [
    [outside, /^pyreset-hooks: not a git repository\n {2}hint: /],
    [bare, /^pyreset-hooks: this repository is bare.*\n {2}hint: /],
    [shop, /^pyreset-hooks: cannot use .*hooks.*\n {2}hint: /],
  ];
  for (const [place, message] of cases) {
    const refused = place.pyreset('install');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(message);
    expect(refused.stderr.split('\n')).toHaveLength(3);
    expect(refused.stdout).toBe('');
  }
});

test('a hooks folder that may not be written', () => {
  const shop = repository('--template=');
  mkdirSync(join(shop.folder, '.git', 'hooks'));
  chmodSync(join(shop.folder, '.git', 'hooks'), 0o555);
  const refused = shop.pyreset('install');
  chmodSync(join(shop.folder, '.git', 'hooks'), 0o755);
  // root may write everywhere
  if (process.getuid?.() === 0) expect(refused.status).toBe(0);
  else expectRefusal(refused, /cannot use/);
});

test('--help, --version and the list of commands', () => {
  const shop = committed();
  expect(shop.pyreset('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  for (const args of [[], ['help'], ['--help'], ['-h']])
    expect(shop.pyreset(...args).stdout).toContain('usage: pyreset-hooks COMMAND');
  expect(shop.pyreset('check', '--help').stdout).toContain('--range A..B');
  expect(shop.pyreset('help', 'install').stdout).toContain('--dry-run');
  for (const line of shop.pyreset('help').stdout.split('\n').slice(1))
    expect(line.length).toBeLessThanOrEqual(80);
});

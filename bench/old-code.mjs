// `npm run bench:old-code`: how often Python runs old code while git moves the work tree, with and without our hooks, on
// every CPython of the machine. Writes bench/RESULTS.md. `-- --runs 5` for fewer runs.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLI, environment, git, machine, write, writeSection } from './measure.mjs';
import { SCENES, script, VERSIONS } from './moves.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } });
const RUNS = Number(values.runs);
const root = mkdtempSync(join(tmpdir(), 'pyreset-bench-'));
const env = environment(root);

const number = (version) =>
  version
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');

function pythons() {
  const kept = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const found = ['/usr/bin/python3'].concat(
    existsSync(kept) ? readdirSync(kept).map((version) => join(kept, version, 'bin', 'python')) : [],
  );
  const said = found.map((program) => {
    const { status, stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    return [status === 0 ? (stdout + stderr).trim().replace(/^Python /, '') : '', program];
  });
  return [...new Map(said.filter(([version]) => version))].sort(([one], [other]) =>
    number(one) < number(other) ? -1 : 1,
  );
}

function repository(kind) {
  const folder = join(root, kind, 'project');
  mkdirSync(folder, { recursive: true });
  git(folder, env, 'init', '--quiet', '--initial-branch=main');
  for (const text of VERSIONS) {
    write(folder, { 'm.py': text, '.gitignore': '__pycache__/\n*.pyc\n' });
    git(folder, env, 'add', '--all');
    git(folder, env, 'commit', '--quiet', '-m', text);
  }
  if (kind === 'ours') execFileSync(process.execPath, [CLI, 'install'], { cwd: folder, env });
  return folder;
}

/** How many of the runs ended with the wrong answer. */
function wrong(folder, scene, python) {
  const { lines, right } = scene(python);
  return Array.from({ length: RUNS }, () => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script(lines)], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout === right ? 0 : 1;
  }).reduce((sum, each) => sum + each, 0);
}

const folders = { none: repository('none'), ours: repository('ours') };
const rows = pythons().map(([version, python]) => {
  const cells = Object.values(SCENES).flatMap((scene) => [
    wrong(folders.none, scene, python),
    wrong(folders.ours, scene, python),
  ]);
  console.log(version, ...cells);
  return `| ${version} | ${cells.join(' | ')} |`;
});
rmSync(root, { recursive: true, force: true });

const scenes = Object.keys(SCENES);
writeSection(
  'Old code',
  `\`npm run bench:old-code\`: of ${RUNS} runs, those in which Python ran the code of another version, or \`git bisect run\` named
the wrong commit; sixteen versions of one module that have the same size, without hooks and with ours.

${machine()}

| CPython | ${scenes.flatMap((scene) => [scene, 'ours']).join(' | ')} |
|---|${scenes.map(() => '--:|--:').join('|')}|
${rows.join('\n')}
`,
);

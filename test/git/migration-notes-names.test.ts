import { expect, test } from 'vitest';
import { CREATE, lying, migration } from '../helpers/said.ts';
import { branch, main, noted, packages, TAX } from '../helpers/switching.ts';

const AHEAD = 'a database that applied it is ahead';
const MIGRATE = 'python manage.py migrate';

test('names that are not ASCII', () => {
  const made = main();
  const files = {
    ...packages('café', 'café/migrations'),
    ...lying({ '0001_début': migration([], CREATE) }, 'café'),
  };
  made.commit('café', files);
  branch(made, lying({ '0002_ñ': migration(['café.0001_début'], CREATE) }, 'café'), 'größe');
  expect(noted(made, 'switch', 'main')).toEqual([
    `größe has a migration that this branch does not: café.0002_ñ; ${AHEAD}`,
    `roll back from there: git switch 'größe' && ${MIGRATE} 'café' '0001_début' && git switch -`,
  ]);
});

test.for([
  ['$(touch${IFS}pwned)', `'$(touch\${IFS}pwned)'`],
  ["it's;touch&pwned", String.raw`'it'\''s;touch&pwned'`],
  ['`touch|pwned`', "'`touch|pwned`'"],
] as const)('a branch called %s is pasted without harm', ([name, quoted]) => {
  const made = main();
  branch(made, lying(TAX), name);
  const [said, command] = noted(made, 'switch', 'main');
  expect(said).toBe(`${name} has a migration that this branch does not: shop.0004_tax; ${AHEAD}`);
  expect(command).toContain(`: git switch ${quoted} && ${MIGRATE}`);
  const line = command!.replace(/^.*?: /, '').replace(`${MIGRATE} shop 0003_note`, 'git symbolic-ref HEAD');
  expect(made.shell(line).stdout).toBe(`refs/heads/${name}\n`);
  expect(made.git('status', '--porcelain')).toBe('');
});

test.for([
  ['-x', '-x'],
  ['HEAD', 'HEAD'],
  ['a\u202eb', String.raw`a\u{202e}b`],
])('a branch called %s cannot be typed: its commit is named', ([name, shown]) => {
  const made = main();
  const commit = branch(made);
  made.git('update-ref', `refs/heads/${name}`, commit);
  made.git('symbolic-ref', 'HEAD', `refs/heads/${name}`);
  const [said, command] = noted(made, 'checkout', 'main', '--');
  expect(said).toMatch(
    new RegExp(`^(?:${shown!.replace(/[\\{}]/g, String.raw`\$&`)}|${commit.slice(0, 7)}) has a migration `),
  );
  expect(command).toContain(`: git switch --detach ${commit.slice(0, 12)} && `);
});

import { expect, test } from 'vitest';
import { SCENES, script, VERSIONS } from '../../bench/moves.mjs';
import { PYTHON_27, PYTHONS } from '../helpers/python.ts';
import { repository, type Repository } from '../helpers/repository.ts';

/** Sixteen commits on `main`, each with another version of `m.py`, all of one size. */
function versions(): Repository {
  const made = repository();
  for (const text of VERSIONS) made.commit(text, { 'm.py': text, '.gitignore': '__pycache__/\n*.pyc\n' });
  return made;
}

const ALL = [...PYTHONS, PYTHON_27].filter((program) => program !== undefined);

const CASES = ALL.flatMap((python) =>
  Object.entries(SCENES).map(([name, scene]) => [name, python, scene(python)] as const),
);

test.for(CASES)('%s: %s runs old code without the hooks, and the right one with them', ([, , scene]) => {
  const said = (shop: Repository): string => {
    const ran = shop.shell(script(scene.lines));
    expect(ran.status, ran.stderr).toBe(0);
    return ran.stdout;
  };
  const without = versions();
  while (said(without) === scene.right); // steps that fall into two seconds go well: a busy machine may need a few runs
  const hooked = versions();
  expect(hooked.pyreset('install').status).toBe(0);
  expect([said(hooked), said(hooked), said(hooked)]).toEqual([scene.right, scene.right, scene.right]);
});
